# Installed; in a build tree found through the links that configure makes (AC_CONFIG_LINKS).
themedir = $(pkgdatadir)/themes
dist_theme_DATA = \
	themes/colorblind.yaml \
	themes/default.yaml \
	themes/light.yaml \
	themes/mono.yaml
