#include "base/docx.h"

#include "base/arena.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <zip.h>

#define PART_LIMIT (32u << 20)

/* ------------------------------------------------------------------ parts of the archive */

static bool read_part(zip_t *archive, const char *part, Text *out) {
    char step[4096];
    zip_int64_t got = -1;
    zip_file_t *file = zip_fopen(archive, part, 0);
    if (!file) return false;
    while (out->length <= PART_LIMIT && (got = zip_fread(file, step, sizeof step)) > 0)
        text_add_n(out, step, (size_t)got);
    zip_fclose(file);
    return got == 0;
}

/* The archive takes a copy that it frees. */
static bool write_part(zip_t *archive, const char *part, const Text *text) {
    char *copy = heap_take(text->length + 1, 1);
    memcpy(copy, text_of(text), text->length);
    zip_source_t *source = zip_source_buffer(archive, copy, text->length, 1);
    if (!source) {
        free(copy);
        return false;
    }
    if (zip_file_add(archive, part, source, ZIP_FL_OVERWRITE) >= 0) return true;
    zip_source_free(source);
    return false;
}

static bool put_before_every(Text *text, const char *mark, const char *added) {
    Text changed = {0};
    const char *rest = text_of(text), *at = strstr(rest, mark);
    bool found = at != NULL;
    for (; at; at = strstr(at + 1, mark)) {
        text_add_n(&changed, rest, (size_t)(at - rest));
        text_add(&changed, "%s", added);
        rest = at;
    }
    text_add(&changed, "%s", rest);
    text_clear(text);
    *text = changed;
    return found;
}

static bool change_part(zip_t *archive, const char *part, const char *mark, const char *added) {
    Text text = {0};
    bool good = read_part(archive, part, &text) && put_before_every(&text, mark, added) &&
                write_part(archive, part, &text);
    text_clear(&text);
    return good;
}

/* ------------------------------------------------------------------ what is put in */

static void add_plain(Text *out, const char *text) {
    for (; *text; text++)
        if (*text == '<' || *text == '&')
            text_add(out, "%s", *text == '<' ? "&lt;" : "&amp;");
        else
            text_add_n(out, text, 1);
}

static bool add_band(zip_t *archive, const char *part, const char *tag, const char *marking) {
    Text band = {0};
    text_add(&band,
             "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:%s "
             "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:p><w:pPr><w:jc "
             "w:val=\"center\"/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>",
             tag);
    add_plain(&band, marking);
    text_add(&band, "</w:t></w:r></w:p></w:%s>", tag);
    bool good = write_part(archive, part, &band);
    text_clear(&band);
    return good;
}

#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."
#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"

static const char types[] =
    "<Override PartName=\"/word/marking_header.xml\" ContentType=\"" WORD_TYPE
    "header+xml\"/><Override PartName=\"/word/marking_footer.xml\" ContentType=\"" WORD_TYPE "footer+xml\"/>";
static const char relations[] =
    "<Relationship Type=\"" RELATION "header\" Id=\"rIdMarkingHeader\" Target=\"marking_header.xml\"/>"
    "<Relationship Type=\"" RELATION "footer\" Id=\"rIdMarkingFooter\" Target=\"marking_footer.xml\"/>";
static const char borders[] =
    "<w:tblBorders><w:top w:val=\"single\" w:sz=\"4\"/><w:left w:val=\"single\" w:sz=\"4\"/><w:bottom "
    "w:val=\"single\" w:sz=\"4\"/><w:right w:val=\"single\" w:sz=\"4\"/><w:insideH w:val=\"single\" "
    "w:sz=\"4\"/><w:insideV w:val=\"single\" w:sz=\"4\"/></w:tblBorders>";

/* The section's own properties, in place of the empty ones at the end. */
static bool set_section(zip_t *archive, bool letter) {
    static const char empty[] = "<w:sectPr />";
    Text text = {0}, section = {0};
    text_add(&section,
             "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rIdMarkingHeader\"/><w:footerReference "
             "w:type=\"default\" r:id=\"rIdMarkingFooter\"/><w:pgSz %s/><w:pgMar w:top=\"1418\" "
             "w:right=\"1134\" w:bottom=\"1418\" w:left=\"1134\" w:header=\"709\" w:footer=\"709\" "
             "w:gutter=\"0\"/></w:sectPr>",
             letter ? "w:w=\"12240\" w:h=\"15840\"" : "w:w=\"11906\" w:h=\"16838\"");
    bool good = read_part(archive, "word/document.xml", &text);
    const char *end = good ? strstr(text_of(&text), empty) : NULL;
    bool found = end != NULL;
    if (found) {
        Text whole = {0};
        text_add_n(&whole, text_of(&text), (size_t)(end - text_of(&text)));
        text_add(&whole, "%s%s", text_of(&section), end + strlen(empty));
        put_before_every(&whole, "<w:tblLook", borders);
        good = write_part(archive, "word/document.xml", &whole);
        text_clear(&whole);
    }
    text_clear(&text);
    text_clear(&section);
    return good && found;
}

bool docx_dress(const char *path, DocxLook look, Error *error) {
    int why;
    zip_t *archive = zip_open(path, 0, &why);
    if (!archive) return error_set(error, "%s: cannot be opened as a DOCX file", path);
    bool good = set_section(archive, look.letter) &&
                change_part(archive, "[Content_Types].xml", "</Types>", types) &&
                change_part(archive, "word/_rels/document.xml.rels", "</Relationships>", relations) &&
                add_band(archive, "word/marking_header.xml", "hdr", look.marking) &&
                add_band(archive, "word/marking_footer.xml", "ftr", look.marking);
    if (good && zip_close(archive) == 0) return true;
    zip_discard(archive);
    return error_set(error, "%s: its parts are not where they are expected; no marking was put in", path);
}
