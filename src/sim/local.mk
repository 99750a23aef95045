# ontap-sim, the simulated cluster. It shares nothing with the client, so it links nothing of it. It is built and
# installed beside cifstop (src/ontap-sim, then bin_PROGRAMS), where --demo looks for it.
