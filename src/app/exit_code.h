/* exit_code.h: what the program tells a script when it ends. */
#ifndef CIFSTOP_APP_EXIT_CODE_H
#define CIFSTOP_APP_EXIT_CODE_H

enum exit_code {
	EXIT_COMPLETE = 0, /* every cluster answered in full */
	EXIT_NOTHING = 1, /* no cluster answered, or the output could not be written */
	EXIT_USAGE = 2, /* the command line or the configuration is wrong, or there is no terminal */
	EXIT_PARTIAL = 3, /* something is missing: a cluster, or some of its sessions */
};

#endif
