/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * yado-text-diff.c: unified difference of two texts.
 *
 * E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986), in its linear-space form: the middle of a
 * shortest edit path is searched from both ends, then both halves are compared.  Lines are compared as numbers.
 */
#include "config.h"

#include "document/yado-document.h"

#include <string.h>

#define CONTEXT 3
#define NO_NEWLINE "\\ No newline at end of file\n"

typedef struct {
    GPtrArray *lines; /* each with its newline, if it has one */
    guint *ids;       /* equal lines have equal ids */
    gboolean *changed;
} Side;

typedef struct {
    Side old;
    Side new;
    int *forward; /* furthest x reached on each diagonal, from the start; and from the end */
    int *backward;
} Diff;

/* A box of the edit graph: old lines [x0, x1), new lines [y0, y1). */
typedef struct {
    int x0, x1, y0, y1;
} Box;

typedef struct {
    int x, y;
} Point;

static GPtrArray *
split_lines(const char *text)
{
    GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);

    while (*text != '\0') {
        const char *newline = strchr(text, '\n');
        gsize length = newline != NULL ? (gsize)(newline - text) + 1 : strlen(text);
        g_ptr_array_add(lines, g_strndup(text, length));
        text += length;
    }
    return lines;
}

static void
number_lines(Side *side, const char *text, GHashTable *numbers)
{
    side->lines = split_lines(text);
    side->ids = g_new(guint, side->lines->len + 1);
    side->changed = g_new0(gboolean, side->lines->len + 1);
    for (guint i = 0; i < side->lines->len; i++) {
        char *line = g_ptr_array_index(side->lines, i);
        gpointer number = g_hash_table_lookup(numbers, line);
        if (number == NULL) {
            number = GUINT_TO_POINTER(g_hash_table_size(numbers) + 1);
            g_hash_table_insert(numbers, line, number);
        }
        side->ids[i] = GPOINTER_TO_UINT(number);
    }
}

static void
clear_side(Side *side)
{
    g_ptr_array_unref(side->lines);
    g_free(side->ids);
    g_free(side->changed);
}

static int
follow_forward(const Diff *diff, const Box *box, int x, int y)
{
    while (x < box->x1 && y < box->y1 && diff->old.ids[x] == diff->new.ids[y]) {
        x++;
        y++;
    }
    return x;
}

static int
follow_backward(const Diff *diff, const Box *box, int x, int y)
{
    while (x > box->x0 && y > box->y0 && diff->old.ids[x - 1] == diff->new.ids[y - 1]) {
        x--;
        y--;
    }
    return x;
}

/* One search; the diagonals k = x - y from @low to @high, every other one, are what it has reached. */
typedef struct {
    int *furthest; /* by diagonal */
    int low, high;
    int beyond; /* worse than any x: stands on the diagonals next to those reached */
} Search;

static Search
start_search(int *furthest, int diagonal, int x, int beyond)
{
    furthest[diagonal] = x;
    return (Search){ furthest, diagonal, diagonal, beyond };
}

/* Widens the search by one diagonal on either side; at the border of the box it narrows again. */
static void
widen(Search *search, const Box *box)
{
    if (search->low > box->x0 - box->y1)
        search->furthest[--search->low - 1] = search->beyond;
    else
        search->low++;
    if (search->high < box->x1 - box->y0)
        search->furthest[++search->high + 1] = search->beyond;
    else
        search->high--;
}

static gboolean
has_reached(const Search *search, int k)
{
    return k >= search->low && k <= search->high;
}

/* One edit more from the start. TRUE when it meets @other, at *@middle. */
static gboolean
step_forward(const Diff *diff, const Box *box, Search *self, const Search *other, gboolean check,
             Point *middle)
{
    widen(self, box);
    for (int k = self->high; k >= self->low; k -= 2) {
        int left = self->furthest[k - 1];
        int right = self->furthest[k + 1];
        int x = left < right ? right : left + 1;

        x = follow_forward(diff, box, x, x - k);
        self->furthest[k] = x;
        if (check && has_reached(other, k) && other->furthest[k] <= x) {
            *middle = (Point){ x, x - k };
            return TRUE;
        }
    }
    return FALSE;
}

/* One edit more from the end. */
static gboolean
step_backward(const Diff *diff, const Box *box, Search *self, const Search *other, gboolean check,
              Point *middle)
{
    widen(self, box);
    for (int k = self->high; k >= self->low; k -= 2) {
        int left = self->furthest[k - 1];
        int right = self->furthest[k + 1];
        int x = left < right ? left : right - 1;

        x = follow_backward(diff, box, x, x - k);
        self->furthest[k] = x;
        if (check && has_reached(other, k) && x <= other->furthest[k]) {
            *middle = (Point){ x, x - k };
            return TRUE;
        }
    }
    return FALSE;
}

/* Both searches can only meet in a forward step when the two corners' diagonals differ by an odd number. */
static Point
find_middle(const Diff *diff, const Box *box)
{
    int first = box->x0 - box->y0;
    int last = box->x1 - box->y1;
    gboolean odd = ((first - last) & 1) != 0;
    Search forward = start_search(diff->forward, first, box->x0, -1);
    Search backward = start_search(diff->backward, last, box->x1, G_MAXINT);
    Point middle;

    while (!step_forward(diff, box, &forward, &backward, odd, &middle) &&
           !step_backward(diff, box, &backward, &forward, !odd, &middle))
        continue;
    return middle;
}

static void
mark(gboolean *changed, int from, int to)
{
    for (int i = from; i < to; i++)
        changed[i] = TRUE;
}

static void
compare(Diff *diff, Box box)
{
    int x = follow_forward(diff, &box, box.x0, box.y0);
    box.y0 += x - box.x0;
    box.x0 = x;
    x = follow_backward(diff, &box, box.x1, box.y1);
    box.y1 -= box.x1 - x;
    box.x1 = x;

    if (box.x0 == box.x1 || box.y0 == box.y1) {
        mark(diff->old.changed, box.x0, box.x1);
        mark(diff->new.changed, box.y0, box.y1);
        return;
    }
    Point middle = find_middle(diff, &box);
    compare(diff, (Box){ box.x0, middle.x, box.y0, middle.y });
    compare(diff, (Box){ middle.x, box.x1, middle.y, box.y1 });
}

static void
find_changes(Diff *diff)
{
    int n_old = (int)diff->old.lines->len;
    int n_new = (int)diff->new.lines->len;
    /* Diagonals reach from -n_new to n_old, and what stands next to them. */
    gsize size = (gsize)n_old + (gsize)n_new + 3;
    g_autofree int *forward = g_new0(int, size);
    g_autofree int *backward = g_new0(int, size);

    diff->forward = forward + n_new + 1;
    diff->backward = backward + n_new + 1;
    compare(diff, (Box){ 0, n_old, 0, n_new });
}

static void
append_line(GString *out, char mark_char, const char *line)
{
    g_string_append_c(out, mark_char);
    g_string_append(out, line);
    if (!g_str_has_suffix(line, "\n")) {
        g_string_append_c(out, '\n');
        g_string_append(out, NO_NEWLINE);
    }
}

/* An empty range is written as the line before it. */
static void
append_range(GString *out, int start, int count)
{
    if (count == 1)
        g_string_append_printf(out, "%d", start + 1);
    else
        g_string_append_printf(out, "%d,%d", count == 0 ? start : start + 1, count);
}

/* Moves over lines until more than 2 * CONTEXT equal ones follow a change; *@x, *@y end behind the last change. */
static void
find_hunk_end(const Diff *diff, int *x, int *y)
{
    int n_old = (int)diff->old.lines->len;
    int n_new = (int)diff->new.lines->len;
    int at_x = *x, at_y = *y, equal = 0;

    while (equal <= 2 * CONTEXT && (at_x < n_old || at_y < n_new)) {
        gboolean old_changed = at_x < n_old && diff->old.changed[at_x];
        gboolean new_changed = at_y < n_new && diff->new.changed[at_y];

        at_x += old_changed || !new_changed;
        at_y += new_changed || !old_changed;
        if (old_changed || new_changed) {
            equal = 0;
            *x = at_x;
            *y = at_y;
        } else {
            equal++;
        }
    }
}

static void
append_hunk(GString *out, const Diff *diff, Box box)
{
    int x = box.x0, y = box.y0;

    g_string_append(out, "@@ -");
    append_range(out, box.x0, box.x1 - box.x0);
    g_string_append(out, " +");
    append_range(out, box.y0, box.y1 - box.y0);
    g_string_append(out, " @@\n");
    while (x < box.x1 || y < box.y1) {
        if (x < box.x1 && diff->old.changed[x])
            append_line(out, '-', g_ptr_array_index(diff->old.lines, x++));
        else if (y < box.y1 && diff->new.changed[y])
            append_line(out, '+', g_ptr_array_index(diff->new.lines, y++));
        else {
            append_line(out, ' ', g_ptr_array_index(diff->old.lines, x++));
            y++;
        }
    }
}

static void
append_hunks(GString *out, const Diff *diff)
{
    int n_old = (int)diff->old.lines->len;
    int n_new = (int)diff->new.lines->len;
    int x = 0, y = 0;

    while (x < n_old || y < n_new) {
        if (!diff->old.changed[x] && !diff->new.changed[y]) {
            x++;
            y++;
            continue;
        }
        int before = MIN(CONTEXT, MIN(x, y));
        Box box = { x - before, x, y - before, y };
        find_hunk_end(diff, &x, &y);
        int after = MIN(CONTEXT, MIN(n_old - x, n_new - y));
        box.x1 = x + after;
        box.y1 = y + after;
        append_hunk(out, diff, box);
    }
}

char *
yado_text_diff(const char *old_text, const char *new_text, const char *old_name,
               const char *new_name)
{
    g_return_val_if_fail(old_text != NULL, NULL);
    g_return_val_if_fail(new_text != NULL, NULL);

    if (strcmp(old_text, new_text) == 0)
        return g_strdup("");

    g_autoptr(GHashTable) numbers = g_hash_table_new(g_str_hash, g_str_equal);
    GString *out = g_string_new(NULL);
    Diff diff = { 0 };

    number_lines(&diff.old, old_text, numbers);
    number_lines(&diff.new, new_text, numbers);
    find_changes(&diff);
    g_string_append_printf(out, "--- %s\n+++ %s\n", old_name, new_name);
    append_hunks(out, &diff);
    clear_side(&diff.old);
    clear_side(&diff.new);
    return g_string_free(out, FALSE);
}
