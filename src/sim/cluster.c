#include "config.h"

#include "sim/cluster.h"

#include <string.h>

#include "sim/answer.h"
#include "sim/collection.h"
#include "sim/params.h"
#include "sim/world.h"

/* Properties are asked for by their first word: fields=version.full brings all of version. */
struct property {
	const char *name;
	void (*write)(const struct world *w, struct buffer *out);
};

static void
write_name(const struct world *w, struct buffer *out)
{
	buffer_json_string(out, w->options.name, strlen(w->options.name));
}

static void
write_uuid(const struct world *w, struct buffer *out)
{
	buffer_json_string(out, w->uuid, UUID_LENGTH);
}

static void
write_version(const struct world *w, struct buffer *out)
{
	struct release r = w->options.release;

	buffer_printf(out, "{\"full\":\"NetApp Release %u.%u", r.generation, r.major);
	if (r.minor != 0)
		buffer_printf(out, ".%u", r.minor);
	buffer_printf(out, ": Thu Nov 09 13:22:55 UTC 2023\",\"generation\":%u,\"major\":%u,\"minor\":%u}",
	    r.generation, r.major, r.minor);
}

static void
write_location(const struct world *w, struct buffer *out)
{
	(void)w;
	buffer_literal(out, "\"simulated\"");
}

static void
write_contact(const struct world *w, struct buffer *out)
{
	(void)w;
	buffer_literal(out, "\"storage@example.com\"");
}

static void
write_timezone(const struct world *w, struct buffer *out)
{
	(void)w;
	buffer_literal(out, "{\"name\":\"Etc/UTC\"}");
}

static void
write_san_optimized(const struct world *w, struct buffer *out)
{
	(void)w;
	buffer_literal(out, "false");
}

static void
write_management_interfaces(const struct world *w, struct buffer *out)
{
	buffer_printf(out,
	    "[{\"uuid\":\"%.24s005056aa0001\",\"name\":\"clus_mgmt\",\"ip\":{\"address\":\"127.0.0.1\"}}]", w->uuid);
}

static const struct property properties[] = {
    {"name", write_name},
    {"uuid", write_uuid},
    {"version", write_version},
    {"location", write_location},
    {"contact", write_contact},
    {"timezone", write_timezone},
    {"san_optimized", write_san_optimized},
    {"management_interfaces", write_management_interfaces},
};

enum { PROPERTY_COUNT = sizeof(properties) / sizeof(properties[0]) };

static unsigned
find_property(const char *name, size_t length)
{
	unsigned i = 0;

	while (i < PROPERTY_COUNT &&
	       (strlen(properties[i].name) != length || memcmp(properties[i].name, name, length) != 0))
		i++;
	return i;
}

static bool
read_fields(const char *text, uint32_t *wanted)
{
	*wanted = 0;
	while (*text != '\0') {
		size_t length = strcspn(text, ",");
		unsigned property = find_property(text, strcspn(text, ",."));

		if (strspn(text, "*") == length)
			*wanted = (1u << PROPERTY_COUNT) - 1;
		else if (property == PROPERTY_COUNT)
			return false;
		else
			*wanted |= 1u << property;
		text += length;
		text += *text == ',';
	}
	return true;
}

static bool
check_params(const struct params *params, struct answer *a)
{
	for (size_t i = 0; i < params->count; i++) {
		const char *name = params->list[i].name;

		if (strcmp(name, "fields") == 0 || strcmp(name, "pretty") == 0 || strcmp(name, "return_timeout") == 0)
			continue;
		answer_error(a, 400, "262179", name, "Unexpected argument \"%s\".", name);
		return false;
	}
	return true;
}

void
cluster_get(const struct world *w, const struct params *params, bool links, struct answer *a)
{
	const char *fields = params_get(params, "fields");
	uint32_t wanted = (1u << PROPERTY_COUNT) - 1;
	bool is_pretty;

	if (!check_params(params, a) || !collection_boolean(params, "pretty", false, &is_pretty, a))
		return;
	if (fields != NULL && !read_fields(fields, &wanted)) {
		answer_error(a, 400, "262197", "fields", "The value \"%s\" is invalid for field \"fields\".", fields);
		return;
	}
	a->status = 200;
	buffer_byte(&a->body, '{');
	for (unsigned i = 0; i < PROPERTY_COUNT; i++) {
		if ((wanted >> i & 1) == 0)
			continue;
		buffer_printf(&a->body, "\"%s\":", properties[i].name);
		properties[i].write(w, &a->body);
		buffer_byte(&a->body, ',');
	}
	if (links)
		buffer_literal(&a->body, "\"_links\":{\"self\":{\"href\":\"/api/cluster\"}},");
	if (a->body.length > 1)
		a->body.length--;
	buffer_byte(&a->body, '}');
}
