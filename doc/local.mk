dist_man_MANS += doc/cifstop.yaml.5
