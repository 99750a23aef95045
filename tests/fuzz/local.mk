# see /Makefile.am
