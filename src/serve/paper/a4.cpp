#include "serve/paper/a4.h"

#include <algorithm>
#include <optional>

#include "serve/paper/cairo.h"

namespace kwota::serve {
namespace {

constexpr double short_side = 210 * points_per_mm, long_side = 297 * points_per_mm;
constexpr std::size_t rows_a_word = 100;  ///< [K]
constexpr double edge = 12 * points_per_mm, between_columns = 6, row_gap = 3;
constexpr double hand = 10 * points_per_mm;  ///< that signs
constexpr std::size_t letters_of_a_name = 30;
constexpr double narrowest = 24;  ///< of a column that gives way to wider ones
constexpr double smallest_type = 0.6, type_step = 0.05;  ///< of the table, where its figures would not stand beside one another
constexpr double smaller_heads = 0.85;  ///< heads give way before their words are broken, beside the type of the figures

std::string with_number(std::string text, std::string_view name, std::size_t number) {
  const auto at = text.find(name);
  return at == std::string::npos ? text : text.replace(at, name.size(), std::to_string(number));
}

/// Where a line may end: at spaces, and beside each Chinese character (from U+3000 on: its first byte is E3 or above).
std::vector<std::string> words_of(const std::string& text) {
  constexpr unsigned char first_wide = 0xE3;
  std::vector<std::string> words(1);
  for (std::size_t at = 0; at < text.size();) {
    const auto letter = static_cast<unsigned char>(text[at]);
    std::size_t length = 1;
    while (at + length < text.size() && (static_cast<unsigned char>(text[at + length]) & 0xC0U) == 0x80U) ++length;
    if (letter == ' ') words.emplace_back();
    else if (letter >= first_wide) {
      words.push_back(text.substr(at, length));
      words.emplace_back();
    } else words.back().append(text, at, length);
    at += length;
  }
  std::erase(words, std::string{});
  return words;
}

class A4Pen {
 public:
  /// Of each column its head, its widest cell, the widest word of its cells, the widest of its head, and its total, in type of the usual size. It is the same
  /// however the sheet lies, and of a long table it is most of the work.
  struct Measured {
    std::vector<double> heads, cells, words, head_words, totals;
  };

  A4Pen(cairo_t* cairo, const A4Table& table, double width, double height, std::optional<Measured>& known) : cairo_(cairo), table_(table), width_(width), height_(height) {
    if (!known) known = measured();
    measured_ = *known;
  }

  /// Draws what fits on pages; how many there were. `pages` 0: not known yet, nothing is kept of this pass.
  std::size_t draw(std::size_t pages) {
    pages_ = pages;
    begin_page();
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      if (i % rows_a_word == 0) say(i + (pages_ == 0 ? 1 : 2) * table_.rows.size());
      write_row(table_.rows[i], table_font);
    }
    if (!table_.totals.empty()) {
      make_room(2 * row_height());
      rule();
      write_row(table_.totals, table_font);
    }
    rule();
    for (const auto& note : table_.notes) {
      make_room(row_height());
      y_ += put(note, edge, width_ - 2 * edge, PANGO_ALIGN_LEFT, plain_font) + row_gap;
    }
    sign();
    end_page();
    return page_;
  }

  /// Whether all columns stand beside one another as wide as they are.
  bool fits() {
    return beyond_the_page(natural()) <= 0;
  }

 private:
  struct Size {
    double width = 0, height = 0;
  };

  /// Lines to sign on stand beside one another, with room above for a hand, and on one page.
  void sign() {
    if (table_.signatures.empty()) return;
    make_room(hand + row_height());
    y_ += hand;
    const double room = (width_ - 2 * edge) / static_cast<double>(table_.signatures.size());
    for (std::size_t i = 0; i < table_.signatures.size(); ++i)
      put(table_.signatures[i] + " " + std::string(letters_of_a_name, '_'), edge + static_cast<double>(i) * room, room, PANGO_ALIGN_LEFT, plain_font);
    y_ += row_height();
  }

  Drawn<PangoLayout> layout_of(const std::string& text, const char* font, double smaller = 1) const {
    Drawn<PangoLayout> layout(pango_cairo_create_layout(cairo_));
    const Drawn<PangoFontDescription> description(pango_font_description_from_string(font));
    const auto drawn = glyphs_of(text, table_.language);
    if (font == table_font) pango_font_description_set_size(description.get(), static_cast<int>(pango_font_description_get_size(description.get()) * type_ * smaller));
    pango_layout_set_font_description(layout.get(), description.get());
    auto* context = pango_layout_get_context(layout.get());
    pango_context_set_language(context, pango_language_from_string(table_.language.c_str()));
    pango_context_set_round_glyph_positions(context, FALSE);  // so that smaller type needs less room in proportion
    set_text(layout.get(), drawn);
    return layout;
  }
  static Size size_of(PangoLayout* layout) {
    int wide = 0, high = 0;
    pango_layout_get_size(layout, &wide, &high);
    return {static_cast<double>(wide) / PANGO_SCALE, static_cast<double>(high) / PANGO_SCALE};
  }
  double put(const std::string& text, double x, double width, PangoAlignment align, const char* font, double smaller = 1) const {
    const auto layout = layout_of(text, font, smaller);
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), align);
    cairo_move_to(cairo_, x, y_);
    pango_cairo_show_layout(cairo_, layout.get());
    return size_of(layout.get()).height;
  }

  Measured measured() const {
    const auto width_of = [&](const std::string& cell) { return size_of(layout_of(cell, table_font).get()).width + 1; };
    const std::vector<double> nothing(table_.columns.size());
    Measured out{nothing, nothing, nothing, nothing, nothing};
    const auto widest_word = [&](const std::string& text, double whole) {
      double widest = 0;
      const auto words = words_of(text);
      for (const auto& word : words) widest = std::max(widest, words.size() == 1 ? whole : width_of(word));
      return widest;
    };
    const auto see = [&](const std::vector<std::string>& cells) {
      for (std::size_t i = 0; i < std::min(cells.size(), out.cells.size()); ++i) {
        const double whole = width_of(cells[i]);
        if (whole > out.words[i]) out.words[i] = std::max(out.words[i], widest_word(cells[i], whole));
        out.cells[i] = std::max(out.cells[i], whole);
      }
    };
    for (std::size_t i = 0; i < table_.rows.size(); ++i) {
      if (i % rows_a_word == 0) say(i);
      see(table_.rows[i]);
    }
    see(table_.totals);
    for (std::size_t i = 0; i < std::min(table_.totals.size(), out.totals.size()); ++i) out.totals[i] = width_of(table_.totals[i]);
    for (std::size_t i = 0; i < out.heads.size(); ++i) {
      out.heads[i] = width_of(table_.columns[i].title);
      out.head_words[i] = widest_word(table_.columns[i].title, out.heads[i]);
    }
    return out;
  }
  std::vector<double> natural() const {
    std::vector<double> widths(table_.columns.size());
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(measured_.heads[i] * head_type_, measured_.cells[i]) * type_;
    return widths;
  }
  /// What a column needs: a figure is never broken, nor what the line of totals is called, nor, where `whole_names`, a word of a name. Words of
  /// heads are broken in pieces not narrower than this.
  std::vector<double> least(bool whole_names, double head_piece) const {
    std::vector<double> widths(table_.columns.size());
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const double name = whole_names ? measured_.words[i] : std::min(measured_.cells[i], narrowest);
      const double cell = table_.columns[i].number ? measured_.cells[i] : name;
      widths[i] = std::max({cell, std::min(measured_.head_words[i], head_piece) * head_type_, measured_.totals[i]}) * type_ + 0.5;
    }
    return widths;
  }
  /// What gives way where a table is too wide, one after the other: type, the heads' own, words of names, words of heads. The widest columns that may be asked
  /// for, in the largest type in which they fit.
  std::vector<double> needed() {
    struct Step {
      bool whole_names;
      double head_piece, smallest_type, heads = 1;
    };
    constexpr double whole_words = long_side;
    for (const auto& step : {Step{true, whole_words, 0.85}, Step{true, whole_words, 0.7, smaller_heads}, Step{true, narrowest, 0.7}, Step{true, 0, smallest_type}, Step{false, 0, smallest_type}})
      for (type_ = 1, head_type_ = step.heads; type_ > step.smallest_type - type_step / 2; type_ -= type_step)
        if (auto widths = least(step.whole_names, step.head_piece); beyond_the_page(widths) <= 0) return widths;
    type_ = smallest_type;
    head_type_ = 1;
    return least(false, 0);
  }
  double beyond_the_page(const std::vector<double>& widths) const {
    double sum = 0;
    for (const auto width : widths) sum += width + between_columns;
    return sum - (width_ - 2 * edge);
  }

  const std::vector<double>& widths() {
    if (!widths_.empty()) return widths_;
    const auto needed = this->needed();
    widths_ = natural();
    double over = beyond_the_page(widths_);
    if (table_.wide >= 0 && over < 0) widths_[static_cast<std::size_t>(table_.wide)] -= over;
    while (over > 0) {
      std::size_t widest = widths_.size();
      for (std::size_t i = 0; i < widths_.size(); ++i)
        if (widths_[i] > needed[i] && (widest == widths_.size() || widths_[i] > widths_[widest])) widest = i;
      if (widest == widths_.size()) break;
      const double less = std::min({over, std::max(1.0, widths_[widest] * 0.05), widths_[widest] - needed[widest]});
      widths_[widest] -= less;
      over -= less;
    }
    return widths_;
  }

  double row_height() const { return size_of(layout_of("0", table_font).get()).height + row_gap; }

  /// As high as its highest cell; a row stays on one page.
  void write_row(const std::vector<std::string>& cells, const char* font, double smaller = 1) {
    double height = 0;
    for (std::size_t i = 0; i < std::min(cells.size(), widths().size()); ++i) {
      const auto layout = layout_of(cells[i], font, smaller);
      pango_layout_set_width(layout.get(), static_cast<int>(widths()[i] * PANGO_SCALE));
      pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
      height = std::max(height, size_of(layout.get()).height);
    }
    make_room(height);
    double x = edge;
    for (std::size_t i = 0; i < std::min(cells.size(), widths().size()); ++i) {
      put(cells[i], x, widths()[i], table_.columns[i].number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, font, smaller);
      x += widths()[i] + between_columns;
    }
    y_ += height + row_gap;
  }

  /// All of it is measured, then drawn twice: how many pages it has is known behind the first time.
  void say(std::size_t done) const {
    if (table_.drawn) table_.drawn(done, 3 * table_.rows.size());
  }

  void make_room(double height) {
    if (y_ + height < height_ - 2 * edge) return;
    end_page();
    begin_page();
  }

  void begin_page() {
    ++page_;
    y_ = edge;
    y_ += put(table_.title, edge, width_ - 2 * edge, PANGO_ALIGN_LEFT, title_font) + row_gap;
    for (const auto& line : table_.about) y_ += put(line, edge, width_ - 2 * edge, PANGO_ALIGN_LEFT, plain_font) + row_gap;
    std::vector<std::string> heads;
    for (const auto& column : table_.columns) heads.push_back(column.title);
    rule();
    widths();  // says how large heads are
    write_row(heads, table_font, head_type_);
    rule();
  }

  void end_page() {
    y_ = height_ - edge - row_height();
    put(table_.foot, edge, width_ - 2 * edge, PANGO_ALIGN_LEFT, note_font);
    put(with_number(with_number(table_.page_of, "{page}", page_), "{pages}", pages_), edge, width_ - 2 * edge, PANGO_ALIGN_RIGHT, note_font);
    cairo_show_page(cairo_);
  }

  void rule() {
    cairo_set_line_width(cairo_, 0.5);
    cairo_move_to(cairo_, edge, y_);
    cairo_line_to(cairo_, width_ - edge, y_);
    cairo_stroke(cairo_);
    y_ += row_gap;
  }

  cairo_t* cairo_;
  const A4Table& table_;
  double width_, height_;
  double y_ = edge;
  std::size_t page_ = 0, pages_ = 0;
  std::vector<double> widths_;
  double type_ = 1;  ///< of the table's type, beside its usual size
  double head_type_ = 1;  ///< of its heads, beside that
  Measured measured_;
};

struct Drawing {
  std::size_t pages = 0;  ///< 0: it failed
  bool fits = false;
};

Drawing draw_a4(const A4Table& table, bool lying, std::size_t pages, std::optional<A4Pen::Measured>& known, std::string& out) {
  const double width = lying ? long_side : short_side, height = lying ? short_side : long_side;
  const Drawn<cairo_surface_t> surface(cairo_pdf_surface_create_for_stream(append_to, &out, width, height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, table.title.c_str());
  const Drawn<cairo_t> cairo(cairo_create(surface.get()));
  A4Pen pen(cairo.get(), table, width, height, known);
  Drawing done{0, pen.fits()};
  if (!done.fits && !lying) return done;  // it is drawn lying
  const auto drawn = pen.draw(pages);
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS) done.pages = drawn;
  return done;
}

}  // namespace

Result<std::string> a4_pdf(const A4Table& table) {
  std::string measured, out;
  std::optional<A4Pen::Measured> known;
  auto first = draw_a4(table, false, 0, known, measured);
  const bool lying = !first.fits;
  if (lying) first = draw_a4(table, true, 0, known, measured);
  if (first.pages == 0 || draw_a4(table, lying, first.pages, known, out).pages == 0)
    return error(Fault::ours, "paper_failed", "The document could not be drawn as PDF: take it away in another form. Nothing was changed.");
  return out;
}

}  // namespace kwota::serve
