/* ask_options.h: the options that say what the clusters are asked: the API's parameters. */
#ifndef CIFSTOP_APP_ASK_OPTIONS_H
#define CIFSTOP_APP_ASK_OPTIONS_H

#include "app/options.h"

/* As option_entry.apply. A name or a value that the API does not have is refused here, before any request is made. */
char *ask_apply_query(struct options *options, const char *argument);
char *ask_apply_fields(struct options *options, const char *argument);
char *ask_apply_max_records(struct options *options, const char *argument);
char *ask_apply_return_timeout(struct options *options, const char *argument);
char *ask_apply_order_by(struct options *options, const char *argument);
char *ask_apply_count(struct options *options, const char *argument);

/* What of them does not go together, or with the others: NULL, or a sentence that the caller frees. */
char *ask_check_together(const struct options *options);

#endif
