/* header.c: totals, one cell a cluster, and what the sessions are made of. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/duration.h"
#include "ui/parts.h"
#include "view/cell.h"

#define LINE_LIMIT 4096
/* An age takes this much room at least, so that a cell stays still while it goes from <10s to 10s. */
#define AGE_COLUMNS 4

static const struct summary nothing;

static const struct summary *
summary_of(const struct screen *screen)
{
	return screen->sheets[0].view == NULL ? &nothing : view_summary(screen->sheets[0].view);
}

static void
add_number(struct buffer *line, uint64_t number, const char *singular, const char *plural)
{
	buffer_add_format(line, " %s ", terminal_symbols()->dot);
	cell_print_grouped(number, line);
	buffer_add_format(line, " %s", number == 1 ? singular : plural);
}

/* The first line: what there is in all, and the time at its right when there is room. */
static void
paint_totals(struct screen *screen, int y)
{
	const struct summary *summary = summary_of(screen);
	int width = terminal_width(), used = 0;
	struct buffer line;
	uint32_t ticks_ms;
	char clock[16];

	buffer_init(&line, LINE_LIMIT);
	buffer_add_string(&line, screen->is_demo ? "cifstop demo" : "cifstop");
	add_number(&line, screen->cluster_count, "cluster", "clusters");
	add_number(&line, summary->sessions, "session", "sessions");
	add_number(&line, summary->users, "user", "users");
	add_number(&line, summary->clients, "client", "clients");
	add_number(&line, summary->open_files, "file", "files");
	used = terminal_paint(y, 0, width, ROLE_HEADER, CUT_END, buffer_text(&line));
	ticks_ms = clock_format_now(clock, sizeof clock);
	if (used + (int)strlen(clock) + 2 <= width) {
		terminal_paint_right(y, 0, width, ROLE_DIM, CUT_END, text_of(clock));
		ticking_note(&screen->ticking, screen->ticking.now_ms + ticks_ms);
	}
	buffer_free(&line);
}

void
age_format(struct ticking *ticking, uint64_t since_ms, char text[static DURATION_TEXT_MAX])
{
	uint64_t age_ms = ticking->now_ms > since_ms ? ticking->now_ms - since_ms : 0;
	uint32_t next;

	duration_format_age((uint32_t)(age_ms / 1000), text, &next);
	ticking_note(ticking, since_ms + (uint64_t)next * 1000);
}

void
trouble_add(struct ticking *ticking, const struct screen_cluster *cluster, struct buffer *line)
{
	const struct cluster_status *status = &cluster->status;
	char age[DURATION_TEXT_MAX];

	buffer_add_string(line, cluster->name);
	if (status->since_ms != 0) {
		age_format(ticking, status->since_ms, age);
		buffer_add_format(line, " for %s", age);
	}
	buffer_add_format(line, ": %s", status->trouble == NULL ? "failed" : status->trouble);
}

static void
add_age(struct screen *screen, uint64_t since_ms, struct buffer *line)
{
	char age[DURATION_TEXT_MAX];

	age_format(&screen->ticking, since_ms, age);
	buffer_add_format(line, "%-*s", AGE_COLUMNS, age);
}

/* How many cifstops on this host share the interval, and so why it is longer than it should be. */
static void
add_watchers(const struct cluster_status *status, struct buffer *line)
{
	if (status->watchers > 1)
		buffer_add_format(line, " (%u watch)", status->watchers);
}

/* The state in words, for a cluster that answers: how old its rows are, or how far the first walk has come. */
static void
add_good_state(struct screen *screen, const struct screen_cluster *cluster, struct buffer *line)
{
	const struct cluster_status *status = &cluster->status;

	if (status->state == CLUSTER_OK) {
		buffer_add_string(line, " ok ");
		add_age(screen, status->data_ms, line);
		add_watchers(status, line);
		if (status->unreadable > 0)
			buffer_add_format(line, " %u unreadable:", status->unreadable);
		if (status->oddity != NULL)
			buffer_add_format(line, " %s", status->oddity);
		else if (status->release == NULL && status->release_trouble != NULL)
			buffer_add_format(
			    line, " release unknown, write release: for the cluster, or: %s", status->release_trouble);
		return;
	}
	buffer_add_string(line, " asking");
	buffer_add_string(line, terminal_symbols()->ellipsis);
	if (status->pages > 0)
		buffer_add_format(line, " %u %s", status->pages, status->pages == 1 ? "page" : "pages");
}

static void
add_bad_state(struct screen *screen, const struct screen_cluster *cluster, struct buffer *line)
{
	const struct cluster_status *status = &cluster->status;
	char age[DURATION_TEXT_MAX];

	if (status->state == CLUSTER_PARTIAL) {
		buffer_add_string(line, " partial ");
		cell_print_grouped(cluster->records, line);
		buffer_add_string(line, "+ ");
	} else {
		buffer_add_string(line, status->state == CLUSTER_STALE     ? " stale "
					: status->state == CLUSTER_STOPPED ? " stopped "
									   : " failed ");
	}
	/* How old the rows are, where there are some of a good time; or for how long there was none. */
	age_format(&screen->ticking, status->state == CLUSTER_STALE ? status->data_ms : status->since_ms, age);
	buffer_add_format(line, "%s: %s", age, status->trouble == NULL ? "failed" : status->trouble);
}

static bool
is_bad(const struct cluster_status *status)
{
	return status->state != CLUSTER_OK && status->state != CLUSTER_ASKING;
}

static bool
is_odd(const struct cluster_status *status)
{
	return status->state == CLUSTER_OK && (status->oddity != NULL || status->unreadable > 0);
}

static enum role
cell_role(const struct cluster_status *status)
{
	switch (status->state) {
	case CLUSTER_OK: return is_odd(status) ? ROLE_WARN : ROLE_GOOD;
	case CLUSTER_ASKING: return ROLE_DIM;
	case CLUSTER_STALE:
	case CLUSTER_PARTIAL: return ROLE_WARN;
	default: return ROLE_BAD;
	}
}

/* What a cell says behind the cluster's name. */
static void
add_state(struct screen *screen, const struct screen_cluster *cluster, struct buffer *line)
{
	const struct cluster_status *status = &cluster->status;

	if (status->release != NULL)
		buffer_add_format(line, " %s", status->release);
	if (status->state == CLUSTER_OK ||
	    (status->state != CLUSTER_FAILED && status->state != CLUSTER_PARTIAL && cluster->records > 0)) {
		buffer_add_byte(line, ' ');
		cell_print_grouped(cluster->records, line);
	}
	if (status->is_insecure)
		buffer_add_string(line, " INSECURE");
	if (is_bad(status))
		add_bad_state(screen, cluster, line);
	else
		add_good_state(screen, cluster, line);
}

struct flow {
	int x;
	int y;
	int bottom; /* first line that is not ours */
};

/* Paints a cell where the flow is, on a new line when it does not fit. False when there is no line left. */
static bool
paint_cluster(struct screen *screen, const struct screen_cluster *cluster, struct flow *flow)
{
	bool is_marked = is_bad(&cluster->status) || is_odd(&cluster->status);
	struct text name = text_of(cluster->name);
	int width = terminal_width(), needed, room;
	struct buffer state;

	buffer_init(&state, LINE_LIMIT);
	add_state(screen, cluster, &state);
	needed = (int)(safe_text_columns(name) + safe_text_columns(buffer_text(&state))) + (is_marked ? 1 : 0);
	if (flow->x > 0 && flow->x + 2 + needed > width) {
		flow->y++;
		flow->x = 0;
	}
	if (flow->y >= flow->bottom) {
		buffer_free(&state);
		return false;
	}
	if (flow->x > 0)
		flow->x += terminal_print(flow->y, flow->x, 2, ROLE_DIM, " ") +
			   terminal_print(flow->y, flow->x + 1, 1, ROLE_DIM, terminal_symbols()->bar);
	if (is_marked)
		flow->x += terminal_print(flow->y, flow->x, 1, ROLE_BAD, "!");
	/* A long name leaves room for the state, and a long state a third of the line for the name. */
	room = width - flow->x - (int)safe_text_columns(buffer_text(&state));
	flow->x += terminal_paint(flow->y, flow->x, room > width / 3 ? room : width / 3, ROLE_HEADER, CUT_MIDDLE, name);
	flow->x += terminal_paint(
	    flow->y, flow->x, width - flow->x, cell_role(&cluster->status), CUT_END, buffer_text(&state));
	buffer_free(&state);
	return true;
}

/* Says in one line what the clusters without a cell are: "+5 more: 4 ok, 1 stale". */
static void
paint_rest(const struct screen *screen, size_t first, int y)
{
	static const char *const words[] = {[CLUSTER_ASKING] = "asking",
	    [CLUSTER_OK] = "ok",
	    [CLUSTER_STALE] = "stale",
	    [CLUSTER_PARTIAL] = "partial",
	    [CLUSTER_FAILED] = "failed",
	    [CLUSTER_STOPPED] = "stopped"};
	unsigned counts[sizeof words / sizeof *words] = {0}, insecure = 0;
	enum role role = ROLE_DIM;
	struct buffer line;
	const char *comma = "";

	for (size_t i = first; i < screen->cluster_count; i++) {
		counts[screen->clusters[i].status.state]++;
		insecure += screen->clusters[i].status.is_insecure;
		if (is_bad(&screen->clusters[i].status))
			role = ROLE_WARN;
	}
	buffer_init(&line, LINE_LIMIT);
	buffer_add_format(&line, "+%zu more: ", screen->cluster_count - first);
	for (size_t state = 0; state < sizeof words / sizeof *words; state++) {
		if (counts[state] > 0) {
			buffer_add_format(&line, "%s%u %s", comma, counts[state], words[state]);
			comma = ", ";
		}
	}
	if (insecure > 0)
		buffer_add_format(&line, "; %u INSECURE", insecure);
	terminal_fill(y, 0, terminal_width(), ROLE_TEXT);
	terminal_paint(y, 0, terminal_width(), role, CUT_END, buffer_text(&line));
	buffer_free(&line);
}

/* How many clusters from `first` on a flow of `lines` lines holds, painting them. */
static size_t
paint_cells(struct screen *screen, struct flow *flow)
{
	size_t shown = 0;

	while (shown < screen->cluster_count && paint_cluster(screen, &screen->clusters[shown], flow))
		shown++;
	return shown;
}

static void
blank_lines(int from, int to)
{
	for (int y = from; y < to; y++)
		terminal_fill(y, 0, terminal_width(), ROLE_TEXT);
}

/* Returns the first line below the cells. */
static int
paint_clusters(struct screen *screen, int y, int bottom)
{
	struct flow flow = {0, y, bottom};
	size_t shown = paint_cells(screen, &flow);

	if (shown == screen->cluster_count)
		return flow.y + (flow.x > 0 ? 1 : 0);
	/* Not all fit: the last line tells of the rest. */
	blank_lines(y, bottom);
	flow = (struct flow){0, y, bottom - 1};
	shown = bottom - 1 > y ? paint_cells(screen, &flow) : 0;
	paint_rest(screen, shown, bottom - 1);
	return bottom;
}

/*
 * What the sessions are made of, as parts of a line: dialects from the newest, then authentication, signing and
 * encryption. A part has a word, the mark of the security column that stands for it when the line is short, and a
 * number.
 */
struct share {
	const char *word;
	const char *mark;
	uint64_t count;
	enum verdict verdict;
	bool starts_group;
};

#define SHARES_MAX (PROTOCOL_COUNT + AUTH_COUNT + 3)

/* In the short form, kinds with one mark are one share. */
static bool
merge_share(struct share *shares, size_t count, const struct share *added, bool is_short)
{
	for (size_t i = 0; is_short && i < count; i++) {
		if (strcmp(shares[i].mark, added->mark) == 0) {
			shares[i].count += added->count;
			return true;
		}
	}
	return false;
}

static size_t
list_shares(const struct summary *summary, bool is_short, struct share shares[static SHARES_MAX])
{
	size_t count = 0;

	for (size_t i = PROTOCOL_COUNT; i-- > 0;) {
		const struct enum_value *value = &protocol_words.values[i];

		shares[count++] = (struct share){
		    value->mark, value->mark, summary->protocols[i], value->verdict, false};
	}
	for (size_t i = AUTH_COUNT; i-- > 0;) {
		const struct enum_value *value = &authentication_words.values[i];
		struct share share = {
		    value->name, value->mark, summary->authentications[i], value->verdict, count == PROTOCOL_COUNT};

		if (share.count > 0 && !merge_share(shares, count, &share, is_short))
			shares[count++] = share;
	}
	shares[count++] = (struct share){"signed", "S", summary->signed_sessions, VERDICT_NONE, true};
	shares[count++] = (struct share){"encrypted", "E", summary->encrypted_sessions, VERDICT_NONE, false};
	if (summary->partially_encrypted_sessions > 0)
		shares[count++] = (struct share){
		    "partly", "e", summary->partially_encrypted_sessions, VERDICT_NONE, false};
	return count;
}

/* Writes one share in whole percent; what is there but little says so. */
static void
print_share(const struct share *share, uint64_t whole, bool is_short, struct buffer *out)
{
	uint64_t percent = (share->count * 100 + whole / 2) / whole;

	buffer_reset(out);
	buffer_add_string(out, is_short ? share->mark : share->word);
	if (share->count > 0 && percent == 0)
		buffer_add_string(out, " <1");
	else
		buffer_add_format(out, " %u", (unsigned)percent);
	buffer_add_string(out, is_short ? " " : "% ");
}

static enum role
share_role(const struct share *share)
{
	if (share->count == 0)
		return ROLE_DIM;
	return verdict_role(share->verdict, ROLE_TEXT);
}

/* Paints the shares when `y` is a line of the screen; returns the columns that they take. */
static int
paint_share_list(const struct share *shares, size_t count, uint64_t whole, bool is_short, int y)
{
	struct buffer text;
	int x = is_short ? 5 : 4;

	terminal_print(y, 0, x, ROLE_LABEL, is_short ? "smb%" : "smb");
	buffer_init(&text, LINE_LIMIT);
	for (size_t i = 0; i < count; i++) {
		if (shares[i].starts_group) {
			terminal_print(y, x, 1, ROLE_DIM, terminal_symbols()->dot);
			x += 2;
		}
		print_share(&shares[i], whole, is_short, &text);
		terminal_paint(y, x, terminal_width() - x, share_role(&shares[i]), CUT_END, buffer_text(&text));
		x += (int)safe_text_columns(buffer_text(&text));
	}
	buffer_free(&text);
	return x;
}

static void
paint_shares(const struct screen *screen, int y)
{
	const struct summary *summary = summary_of(screen);
	struct share shares[SHARES_MAX];
	size_t count;

	if (summary->sessions == 0)
		return;
	count = list_shares(summary, false, shares);
	if (paint_share_list(shares, count, summary->sessions, false, -1) <= terminal_width() + 1) {
		paint_share_list(shares, count, summary->sessions, false, y);
		return;
	}
	count = list_shares(summary, true, shares);
	paint_share_list(shares, count, summary->sessions, true, y);
}

/* On a low screen one line has to do: the totals, or what is wrong. */
static void
paint_one_line(struct screen *screen)
{
	for (size_t i = 0; i < screen->cluster_count; i++) {
		struct flow flow = {0, 0, 1};

		if (is_bad(&screen->clusters[i].status) || screen->clusters[i].status.is_insecure ||
		    screen->sheets[0].view == NULL) {
			paint_cluster(screen, &screen->clusters[i], &flow);
			return;
		}
	}
	paint_totals(screen, 0);
}

int
header_paint(struct screen *screen, int limit)
{
	int y;

	if (limit <= 1) {
		paint_one_line(screen);
		return 1;
	}
	paint_totals(screen, 0);
	y = paint_clusters(screen, 1, limit - 1);
	paint_shares(screen, y);
	return y + 1;
}
