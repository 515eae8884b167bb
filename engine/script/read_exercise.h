/* What the statements of exercise.lua are made of: texts in two languages, lists of them, names of what was
 * declared before, and conditions. Internal to the api files. */
#pragma once

#include "exercise/definition.h"
#include "script/reader.h"

Definition *reader_definition(const Reader *reader);

/* "text", or { "text", ja = "…" }. An absent field says nothing, unless it is needed. */
Wording reader_wording(const Reader *reader, const char *field, bool needed);
/* The same, where a text may be the name of a Markdown file beside exercise.lua ("tickets.md"), which is
 * read. */
Wording reader_attachment(const Reader *reader, const char *field);
Wording value_wording(const Reader *reader, const char *field, int index);
/* { "…", { "…", ja = "…" } }; the items lie in the definition's arena. */
WordingVec reader_wordings(const Reader *reader, const char *field);

/* The id in a field, looked up; NONE when the field is absent and not needed. */
typedef uint32_t (*FindById)(const Definition *definition, const char *id);
uint32_t reader_id(const Reader *reader, const char *field, const char *what, FindById find, bool needed);
/* One id or a list of them, as bits. */
uint32_t reader_id_bits(const Reader *reader, const char *field, const char *what, FindById find);

/* all { … }, any { … }, unless(…), at("…"), by_hand, …; NONE when the field is absent. */
ConditionId reader_condition_tree(const Reader *reader, const char *field);
