/* app.h: the program as a whole. */
#ifndef CIFSTOP_APP_APP_H
#define CIFSTOP_APP_APP_H

#include "app/exit_code.h"

/* From arguments to exit code; prints its errors itself. */
enum exit_code app_run(int count, char **arguments);

#endif
