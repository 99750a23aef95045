# ontap-sim, the simulated cluster. It shares nothing with the client, so it links nothing of it.
