/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "yado-tui"
#include "config.h"

#include "tui/tty/yado-tty-keys.h"

#include <stdlib.h>
#include <string.h>

#define ESCAPE 0x1b
#define PASTE_BEGIN "\033[200~"
#define PASTE_END "\033[201~"
#define LONGEST_SEQUENCE 32

struct _YadoTtyDecoder {
    gboolean utf8;
    YadoTtyKeyFunc func;
    gpointer user_data;
    GString *buffer;       /* not decoded yet */
    GString *paste;        /* NULL: no paste is going on */
    GHashTable *sequences; /* from terminfo: sequence -> name */
    gboolean doubled;      /* the Esc in the buffer followed another, which was given out */
};

/* What a try to read one key from the buffer brought.  DOUBLED: of two Esc the first.  The second is the same Esc,
   typed twice as it did not seem to be heard, but where a key follows so quickly that begins with one. */
typedef enum { STEP_KEY, STEP_MORE, STEP_SKIP, STEP_DOUBLED } Step;

static const char *const final_names[] = {
    ['A'] = "Up",  ['B'] = "Down", ['C'] = "Right",     ['D'] = "Left",
    ['F'] = "End", ['H'] = "Home", ['P'] = "F1",        ['Q'] = "F2",
    ['R'] = "F3",  ['S'] = "F4",   ['Z'] = "Shift+Tab", ['M'] = "Enter"
};

static const char *const tilde_names[] = {
    [1] = "Home",     [2] = "Insert", [3] = "Delete", [4] = "End",  [5] = "PageUp",
    [6] = "PageDown", [7] = "Home",   [8] = "End",    [11] = "F1",  [12] = "F2",
    [13] = "F3",      [14] = "F4",    [15] = "F5",    [17] = "F6",  [18] = "F7",
    [19] = "F8",      [20] = "F9",    [21] = "F10",   [23] = "F11", [24] = "F12"
};

static void
emit_key(YadoTtyDecoder *self, const char *name, gunichar character)
{
    YadoTtyKey key = { .character = character };

    g_strlcpy(key.name, name, sizeof key.name);
    self->func(&key, self->user_data);
}

static void
emit_paste(YadoTtyDecoder *self)
{
    g_autoptr(GString) paste = g_steal_pointer(&self->paste);
    g_autofree char *text = g_utf8_make_valid(paste->str, (gssize)paste->len);
    YadoTtyKey key = { .name = "Paste", .text = text };

    self->func(&key, self->user_data);
}

static void
emit_modified(YadoTtyDecoder *self, const char *name, int modifier)
{
    int bits = modifier > 1 ? modifier - 1 : 0;
    g_autofree char *full = g_strconcat(bits & 4 ? "Ctrl+" : "", bits & 2 ? "Alt+" : "",
                                        bits & 1 ? "Shift+" : "", name, NULL);

    emit_key(self, full, 0);
}

/* ESC [ 1 ; 5 A and its like, complete in @sequence. */
static void
emit_csi(YadoTtyDecoder *self, const char *sequence, gsize length)
{
    int number = 0, modifier = 0;
    char last = sequence[length - 1];
    const char *separator = memchr(sequence, ';', length);
    const char *name = NULL;

    if (length > 3)
        number = atoi(sequence + 2);
    if (separator != NULL)
        modifier = atoi(separator + 1);
    if (last == '~' && number > 0 && number < (int)G_N_ELEMENTS(tilde_names))
        name = tilde_names[number];
    else if (last > 0 && (gsize)last < G_N_ELEMENTS(final_names))
        name = final_names[(int)last];
    if (name != NULL)
        emit_modified(self, name, modifier);
}

static Step
read_csi(YadoTtyDecoder *self, gsize *used)
{
    const char *text = self->buffer->str;
    gsize length = self->buffer->len, i = 2;

    if (length >= 3 && text[2] == '[') { /* the Linux console's F1 to F5: ESC [ [ A */
        if (length < 4)
            return STEP_MORE;
        g_autofree char *name = g_strdup_printf("F%d", text[3] - 'A' + 1);
        *used = 4;
        emit_key(self, name, 0);
        return STEP_KEY;
    }
    while (i < length && text[i] >= 0x20 && text[i] < 0x40 && i < LONGEST_SEQUENCE)
        i++;
    if (i == length)
        return STEP_MORE;
    *used = i + 1;
    if (i + 1 == strlen(PASTE_BEGIN) && strncmp(text, PASTE_BEGIN, i + 1) == 0)
        self->paste = g_string_new(NULL);
    else
        emit_csi(self, text, i + 1);
    return STEP_KEY;
}

static void
emit_escaped(YadoTtyDecoder *self, gunichar c)
{
    char name[16] = "Alt+";

    if (c >= '0' && c <= '9')
        g_snprintf(name, sizeof name, "F%d", c == '0' ? 10 : (int)c - '0');
    else if (c == ' ')
        g_strlcat(name, "Space", sizeof name);
    else if (c == '\r' || c == '\n')
        g_strlcat(name, "Enter", sizeof name);
    else
        name[4 + g_unichar_to_utf8(g_unichar_tolower(c), name + 4)] = '\0';
    emit_key(self, name, 0);
}

static gsize
find_terminfo(YadoTtyDecoder *self, const char **name)
{
    char sequence[LONGEST_SEQUENCE];
    gsize longest = MIN(self->buffer->len, sizeof sequence - 1);

    for (gsize n = longest; n >= 2; n--) {
        memcpy(sequence, self->buffer->str, n);
        sequence[n] = '\0';
        *name = g_hash_table_lookup(self->sequences, sequence);
        if (*name != NULL)
            return n;
    }
    return 0;
}

static gboolean
is_sequence_begin(char c)
{
    return c == '[' || c == 'O';
}

static Step
read_escape(YadoTtyDecoder *self, gsize *used)
{
    const char *text = self->buffer->str;
    const char *name;
    gunichar c;

    if (self->buffer->len < 2)
        return STEP_MORE;
    *used = find_terminfo(self, &name);
    if (*used > 0) {
        emit_key(self, name, 0);
        return STEP_KEY;
    }
    if (self->doubled && !is_sequence_begin(text[1])) {
        *used = 1;
        return STEP_SKIP;
    }
    if (text[1] == '[')
        return read_csi(self, used);
    if (text[1] == 'O') {
        if (self->buffer->len < 3)
            return STEP_MORE;
        *used = 3;
        emit_csi(self, text, 3);
        return STEP_KEY;
    }
    *used = 2;
    if (text[1] == ESCAPE) {
        *used = 1;
        emit_key(self, "Esc", 0);
        return STEP_DOUBLED;
    }
    c = g_utf8_get_char_validated(text + 1, (gssize)self->buffer->len - 1);
    if (c == (gunichar)-2)
        return STEP_MORE;
    if (c == (gunichar)-1)
        return STEP_SKIP;
    *used = 1 + (gsize)g_unichar_to_utf8(c, NULL);
    emit_escaped(self, c);
    return STEP_KEY;
}

static void
emit_control(YadoTtyDecoder *self, unsigned char c)
{
    char name[8];

    switch (c) {
    case 0:
        emit_key(self, "Ctrl+Space", 0);
        break;
    case '\t':
        emit_key(self, "Tab", 0);
        break;
    case '\r':
    case '\n':
        emit_key(self, "Enter", 0);
        break;
    case 0x08:
    case 0x7f:
        emit_key(self, "Backspace", 0);
        break;
    default:
        g_snprintf(name, sizeof name, "Ctrl+%c", c + '@');
        emit_key(self, name, 0);
    }
}

static Step
read_local(YadoTtyDecoder *self, gsize *used)
{
    g_autofree char *text = g_locale_to_utf8(self->buffer->str, 1, NULL, NULL, NULL);

    *used = 1;
    if (text == NULL)
        return STEP_SKIP;
    emit_key(self, text, g_utf8_get_char(text));
    return STEP_KEY;
}

static Step
read_character(YadoTtyDecoder *self, gsize *used)
{
    gunichar c;
    char name[8];

    if (!self->utf8 && (unsigned char)self->buffer->str[0] >= 0x80)
        return read_local(self, used);
    c = g_utf8_get_char_validated(self->buffer->str, (gssize)self->buffer->len);
    if (c == (gunichar)-2)
        return STEP_MORE;
    *used = 1;
    if (c == (gunichar)-1)
        return STEP_SKIP;
    *used = (gsize)g_unichar_to_utf8(c, name);
    name[*used] = '\0';
    emit_key(self, c == ' ' ? "Space" : name, c);
    return STEP_KEY;
}

static Step
read_paste(YadoTtyDecoder *self, gsize *used)
{
    /* Not strstr(): what is pasted may hold a NUL. */
    const char *end = memmem(self->buffer->str, self->buffer->len, PASTE_END, strlen(PASTE_END));
    gsize keep = strlen(PASTE_END) - 1;

    if (end == NULL) { /* all but what may be the beginning of the end mark */
        if (self->buffer->len <= keep)
            return STEP_MORE;
        *used = self->buffer->len - keep;
        g_string_append_len(self->paste, self->buffer->str, (gssize)*used);
        return STEP_KEY;
    }
    *used = (gsize)(end - self->buffer->str) + strlen(PASTE_END);
    g_string_append_len(self->paste, self->buffer->str, end - self->buffer->str);
    emit_paste(self);
    return STEP_KEY;
}

static Step
read_key(YadoTtyDecoder *self, gsize *used)
{
    unsigned char c = (unsigned char)self->buffer->str[0];

    if (self->paste != NULL)
        return read_paste(self, used);
    if (c == ESCAPE)
        return read_escape(self, used);
    if (c >= 0x20 && c != 0x7f)
        return read_character(self, used);
    *used = 1;
    emit_control(self, c);
    return STEP_KEY;
}

YadoTtyDecoder *
yado_tty_decoder_new(gboolean utf8, YadoTtyKeyFunc func, gpointer user_data)
{
    YadoTtyDecoder *self = g_new0(YadoTtyDecoder, 1);

    self->utf8 = utf8;
    self->func = func;
    self->user_data = user_data;
    self->buffer = g_string_new(NULL);
    self->sequences = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return self;
}

void
yado_tty_decoder_free(YadoTtyDecoder *self)
{
    if (self == NULL)
        return;
    g_string_free(self->buffer, TRUE);
    if (self->paste != NULL)
        g_string_free(self->paste, TRUE);
    g_hash_table_unref(self->sequences);
    g_free(self);
}

void
yado_tty_decoder_add(YadoTtyDecoder *self, const char *sequence, const char *name)
{
    if (sequence[0] == ESCAPE && sequence[1] != '\0')
        g_hash_table_insert(self->sequences, g_strdup(sequence), g_strdup(name));
}

void
yado_tty_decoder_feed(YadoTtyDecoder *self, const char *bytes, gsize n_bytes)
{
    g_string_append_len(self->buffer, bytes, (gssize)n_bytes);
    while (self->buffer->len > 0) {
        gsize used = 1;
        Step step = read_key(self, &used);

        if (step == STEP_MORE)
            break;
        self->doubled = step == STEP_DOUBLED;
        g_string_erase(self->buffer, 0, (gssize)used);
    }
}

gboolean
yado_tty_decoder_is_waiting(YadoTtyDecoder *self)
{
    return self->paste != NULL || self->buffer->len > 0;
}

gboolean
yado_tty_decoder_is_pasting(YadoTtyDecoder *self)
{
    return self->paste != NULL;
}

/* Its end mark was lost on the way: what came is what there is. */
static void
end_paste(YadoTtyDecoder *self)
{
    g_string_append_len(self->paste, self->buffer->str, (gssize)self->buffer->len);
    g_string_truncate(self->buffer, 0);
    emit_paste(self);
}

void
yado_tty_decoder_expire(YadoTtyDecoder *self)
{
    gboolean escape = self->buffer->len > 0 && self->buffer->str[0] == ESCAPE;
    gboolean doubled = self->doubled;
    g_autofree char *rest = NULL;

    self->doubled = FALSE;
    if (self->paste != NULL)
        end_paste(self);
    if (self->buffer->len == 0)
        return;
    rest = g_strdup(self->buffer->str + 1);
    g_string_truncate(self->buffer, 0);
    if (!escape)
        return; /* half a character that never came whole */
    if (rest[0] == '\0' && !doubled)
        emit_key(self, "Esc", 0);
    else if (rest[0] != '\0') /* Esc and then really a bracket or an O */
        emit_escaped(self, (gunichar)(unsigned char)rest[0]);
}

gboolean
yado_tty_key_is(const YadoTtyKey *key, const char *name)
{
    return strcmp(key->name, name) == 0;
}
