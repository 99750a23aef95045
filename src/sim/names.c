#include "config.h"

#include "sim/names.h"

#include "sim/buffer.h"
#include "sim/random.h"

#define COUNT(list) (sizeof(list) / sizeof((list)[0]))
#define PICK(list, dice) ((list)[(dice) % COUNT(list)])

static const char *const first_names[] = {
    "maria",
    "james",
    "anna",
    "wei",
    "fatima",
    "lars",
    "ines",
    "john",
    "sofia",
    "ahmed",
    "julia",
    "pedro",
    "emma",
    "hiro",
    "olga",
    "thomas",
    "priya",
    "david",
    "chloe",
    "marco",
    "nina",
    "samuel",
    "leila",
    "victor",
    "grace",
    "mateusz",
    "ruth",
    "antonio",
    "yuki",
    "peter",
    "amelie",
    "omar",
    "katrin",
    "daniel",
    "mei",
    "stefan",
    "linda",
    "igor",
    "helena",
    "ravi",
    "claire",
    "george",
    "alina",
    "bruno",
    "eva",
    "kofi",
    "laura",
    "martin",
    "zoe",
    "andrei",
    "ingrid",
    "paul",
    "carmen",
    "ali",
    "monika",
    "brian",
    "teresa",
    "jonas",
    "alexandra",
    "felix",
    "bo",
};

static const char *const last_names[] = {
    "gonzalez",
    "smith",
    "mueller",
    "chen",
    "okafor",
    "hansen",
    "rossi",
    "tanaka",
    "novak",
    "silva",
    "dubois",
    "patel",
    "kim",
    "jensen",
    "weber",
    "brown",
    "ivanova",
    "garcia",
    "nguyen",
    "schmidt",
    "kowalski",
    "haddad",
    "larsen",
    "moreau",
    "fischer",
    "wilson",
    "costa",
    "wang",
    "lindqvist",
    "becker",
    "oconnor",
    "yamamoto",
    "petrov",
    "martin",
    "singh",
    "hoffmann",
    "taylor",
    "fernandes",
    "li",
    "johansson",
    "keller",
    "bauer",
    "murphy",
    "sato",
    "papadopoulos",
    "ali",
    "virtanen",
    "wagner",
    "lopez",
    "richter",
    "clark",
    "nowak",
    "vandenberg",
    "zimmermann",
    "mensah",
    "laurent",
    "harris",
    "kaya",
    "bianchi",
    "schneider",
    "ng",
    "castellanos",
    "wu",
    "engel",
    "walker",
    "horvat",
    "mbeki",
};

static const char *const domains[] = {
    "CORP",
    "CORP",
    "CORP",
    "CORP",
    "EMEA",
    "EMEA",
    "EMEA",
    "APAC",
    "APAC",
    "RESEARCH",
    "PLANT7",
    "LEGACY-NT4",
};

static const char *const sites[] = {"BER", "LON", "NYC", "SIN", "MUC", "PAR", "TOK", "GRU", "SYD", "BLR"};

static const char *const services[] = {
    "svc_veeam",
    "svc_sql",
    "svc_iis",
    "svc_scan2folder",
    "svc_fileindexer",
    "svc_cad_vault",
    "svc_antivirus",
    "svc_ci",
    "svc_backup",
    "svc_sccm",
    "svc_pacs_archive",
    "svc_render",
};

static const char *const svm_names[] = {
    "svm_files",
    "svm_home",
    "svm_profiles",
    "svm_eng",
    "svm_media",
    "svm_apps_prod",
    "svm_finance",
    "svm_dr",
};

static const char *const volume_names[] = {
    "home01",
    "home02",
    "projects",
    "profiles",
    "finance",
    "hr_confidential",
    "eng_cad",
    "eng_builds",
    "media_raw",
    "scans",
    "software",
    "public",
    "legal",
    "marketing_assets",
    "sql_backup",
    "vdi_profiles",
    "pacs",
    "archive2019",
    "render_out",
    "transfer",
    "qa_results",
    "lab_instruments",
    "cad_library",
    "groups",
};

static const char *const folders[] = {
    "Projects",
    "2023",
    "2024",
    "Q3",
    "Invoices",
    "Drawings",
    "Reports",
    "Team",
    "Archive",
    "Shared",
    "Templates",
    "Desktop",
    "Documents",
    "AppData\\Roaming",
    "Export",
    "Customers",
    "Contracts",
    "src",
    "build",
    "Photos",
    "_old",
    "Meeting minutes",
    "\303\234bersicht",
};

static const char *const stems[] = {
    "budget",
    "minutes",
    "report",
    "plan",
    "invoice",
    "drawing",
    "thesis",
    "inventory",
    "NTUSER",
    "assembly",
    "contract",
    "offer",
    "index",
    "setup",
    "data",
    "image",
    "Kopie von Liste",
    "r\xc3\xa9sum\xc3\xa9",
    "readme",
    "final_FINAL_v2",
};

static const char *const extensions[] = {
    ".xlsx",
    ".xlsx",
    ".docx",
    ".docx",
    ".pdf",
    ".pptx",
    ".dwg",
    ".sldasm",
    ".txt",
    ".log",
    ".bak",
    ".jpg",
    ".tmp",
    ".pst",
    ".DAT",
    ".mdb",
    ".vhdx",
};

/* The last ones are not valid UTF-8: a lone lead byte, an overlong slash, a surrogate, bytes that never occur. */
static const char *const nasty[] = {
    "\x1b[31mred\x1b[0m",
    "\x1b]0;owned\x07",
    "two\nlines",
    "cr\r\nlf",
    "tab\there",
    "\342\200\256exe.txt",
    "\xe2\x81\xa6isolate",
    "zero\xe2\x80\x8bwidth",
    "e\xcc\x81\xcc\x82\xcc\x83\xcc\x84",
    "\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e",
    "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa7",
    "\302\23331mC1",
    "del\x7f",
    "\"quoted\\\"",
    "\xef\xbc\xa1\xef\xbc\xa2\xef\xbc\xa3",
    "=cmd|' /C calc'!A0",
    "\x1bP1$r0m\x1b\\",
    "\x1b[6n\x1b[c\x05",
    "\033c\x1b[?1049h\x1b[2J\x1b[H",
    "\x1b_app\x1b\\\x1b^pm\x1b\\\x1bXsos\x1b\\",
    "\2350;raw C1\x9c",
    "back\b\b\b\b\a",
    "\xd8\x9c\xe2\x80\xad\xe2\x80\xaa\xe2\x81\xa9",
    "\xef\xbb\xbf\xc2\xad\xe2\x80\x8d\xe2\x81\xa0",
    "\xf3\xa0\x81\x81\xee\x80\x80\xf4\x80\x80\x80",
    "\xe1\x85\x9f\xe3\x85\xa4\xef\xbe\xa0",
    "o\xcc\x81\xcc\x82\xcc\x83\xcc\x84\xcc\x85\xcc\x86\xcc\x87\xcc\x88\xcc\x89\xcc\x8a",
    "-2+3+cmd|' /C calc'!A0",
    "+1",
    "@SUM(1)",
    "averyveryverylongaccountnamethatnobodyshouldhavebutsomeidentitysystemmadefromadepartment.costcentre.00042",
    "half\xe2\x82",
    "over\xc0\xaflong",
    "sur\xed\xa0\x80rogate",
    "\xff\xfe",
};

/* Runs over all pairs of names before any number is put behind one. */
void
names_person(struct buffer *b, uint32_t index)
{
	const uint32_t pairs = COUNT(first_names) * COUNT(last_names);
	uint32_t pair = (uint32_t)((uint64_t)(index % pairs) * 2221 % pairs);
	const char *first = first_names[pair % COUNT(first_names)];
	const char *last = last_names[pair / COUNT(first_names)];

	buffer_text(b, first);
	buffer_byte(b, '.');
	buffer_text(b, last);
	if (index >= pairs)
		buffer_unsigned(b, index / pairs + 1);
}

void
names_computer(struct buffer *b, uint32_t index)
{
	uint64_t dice = random_mix(index);

	buffer_printf(b, "%s-%c-%05u", PICK(sites, dice), "LWDS"[dice >> 32 & 3], index % 100000);
	if (index >= 100000)
		buffer_unsigned(b, index / 100000);
}

void
names_domain(struct buffer *b, uint64_t dice)
{
	buffer_text(b, PICK(domains, dice));
}

void
names_service(struct buffer *b, uint32_t index)
{
	buffer_text(b, services[index % COUNT(services)]);
	if (index >= COUNT(services))
		buffer_unsigned(b, index / COUNT(services) + 1);
}

static void
numbered(struct buffer *b, const char *name, uint32_t round)
{
	buffer_text(b, name);
	if (round > 0)
		buffer_printf(b, "_%02u", round + 1);
}

void
names_svm(struct buffer *b, uint32_t index)
{
	numbered(b, svm_names[index % COUNT(svm_names)], index / (uint32_t)COUNT(svm_names));
}

void
names_volume(struct buffer *b, uint32_t index)
{
	numbered(b, volume_names[index % COUNT(volume_names)], index / (uint32_t)COUNT(volume_names));
}

void
names_share(struct buffer *b, uint32_t index)
{
	names_volume(b, index);
	if (index % 5 == 4)
		buffer_byte(b, '$');
}

void
names_nasty(struct buffer *b, uint64_t dice)
{
	buffer_text(b, PICK(nasty, dice));
}

void
names_path(struct buffer *b, uint64_t dice, bool folder, bool hostile)
{
	uint32_t depth = (uint32_t)(dice & 3);

	for (uint32_t i = 0; i < depth; i++) {
		if (i > 0)
			buffer_byte(b, '\\');
		buffer_text(b, PICK(folders, dice >> (8 + 5 * i)));
	}
	if (depth > 0)
		buffer_byte(b, '\\');
	if (hostile && (dice >> 24 & 3) == 0) {
		names_nasty(b, dice >> 26);
		buffer_byte(b, '_');
	}
	buffer_text(b, PICK(stems, dice >> 32));
	buffer_byte(b, '_');
	buffer_unsigned(b, dice >> 40 & 4095);
	if (!folder)
		buffer_text(b, PICK(extensions, dice >> 52));
}
