#include "serve/paper/a4.h"

#include <algorithm>

#include "serve/paper/cairo.h"

namespace kwota::serve {
namespace {

constexpr double short_side = 210 * points_per_mm, long_side = 297 * points_per_mm;
constexpr double edge = 12 * points_per_mm, between_columns = 6, row_gap = 3;
constexpr double narrowest = 24;  ///< of a column that gives way to wider ones
constexpr double smallest_type = 0.6;  ///< of the table, where its figures would not stand beside one another

std::string with_number(std::string text, std::string_view name, std::size_t number) {
  const auto at = text.find(name);
  return at == std::string::npos ? text : text.replace(at, name.size(), std::to_string(number));
}

class A4Pen {
 public:
  A4Pen(cairo_t* cairo, const A4Table& table, double width, double height) : cairo_(cairo), table_(table), width_(width), height_(height), measured_(measured()) {}

  /// Draws what fits on pages; how many there were. `pages` 0: not known yet, nothing is kept of this pass.
  std::size_t draw(std::size_t pages) {
    pages_ = pages;
    begin_page();
    for (const auto& row : table_.rows) write_row(row, table_font);
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

  Drawn<PangoLayout> layout_of(const std::string& text, const char* font) const {
    Drawn<PangoLayout> layout(pango_cairo_create_layout(cairo_));
    const Drawn<PangoFontDescription> description(pango_font_description_from_string(font));
    const auto drawn = glyphs_of(text, table_.language);
    if (font == table_font) pango_font_description_set_size(description.get(), static_cast<int>(pango_font_description_get_size(description.get()) * type_));
    pango_layout_set_font_description(layout.get(), description.get());
    pango_context_set_language(pango_layout_get_context(layout.get()), pango_language_from_string(table_.language.c_str()));
    pango_layout_set_text(layout.get(), drawn.data(), static_cast<int>(drawn.size()));
    return layout;
  }
  static Size size_of(PangoLayout* layout) {
    int wide = 0, high = 0;
    pango_layout_get_size(layout, &wide, &high);
    return {static_cast<double>(wide) / PANGO_SCALE, static_cast<double>(high) / PANGO_SCALE};
  }
  double put(const std::string& text, double x, double width, PangoAlignment align, const char* font) const {
    const auto layout = layout_of(text, font);
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), align);
    cairo_move_to(cairo_, x, y_);
    pango_cairo_show_layout(cairo_, layout.get());
    return size_of(layout.get()).height;
  }

  /// Of each column its head, its widest cell and its total, in type of the usual size.
  struct Measured {
    std::vector<double> heads, cells, totals;
  };
  Measured measured() const {
    const auto width_of = [&](const std::string& cell) { return size_of(layout_of(cell, table_font).get()).width + 1; };
    const std::vector<double> nothing(table_.columns.size());
    Measured out{nothing, nothing, nothing};
    const auto see = [&](const std::vector<std::string>& cells) {
      for (std::size_t i = 0; i < std::min(cells.size(), out.cells.size()); ++i) out.cells[i] = std::max(out.cells[i], width_of(cells[i]));
    };
    for (const auto& row : table_.rows) see(row);
    see(table_.totals);
    for (std::size_t i = 0; i < std::min(table_.totals.size(), out.totals.size()); ++i) out.totals[i] = width_of(table_.totals[i]);
    for (std::size_t i = 0; i < out.heads.size(); ++i) out.heads[i] = width_of(table_.columns[i].title);
    return out;
  }
  std::vector<double> natural() const {
    std::vector<double> widths(table_.columns.size());
    for (std::size_t i = 0; i < widths.size(); ++i) widths[i] = std::max(measured_.heads[i], measured_.cells[i]) * type_;
    return widths;
  }
  /// What a column needs at least: a figure is never broken, nor what the line of totals is called; names and heads give way.
  std::vector<double> least() const {
    std::vector<double> widths(table_.columns.size());
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const double cell = measured_.cells[i] * type_;
      widths[i] = table_.columns[i].number ? cell : std::max(std::min(cell, narrowest), measured_.totals[i] * type_);
    }
    return widths;
  }
  double beyond_the_page(const std::vector<double>& widths) const {
    double sum = 0;
    for (const auto width : widths) sum += width + between_columns;
    return sum - (width_ - 2 * edge);
  }

  const std::vector<double>& widths() {
    if (!widths_.empty()) return widths_;
    auto needed = least();
    for (; beyond_the_page(needed) > 0 && type_ > smallest_type; needed = least()) type_ -= 0.05;
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
  void write_row(const std::vector<std::string>& cells, const char* font) {
    double height = 0;
    for (std::size_t i = 0; i < std::min(cells.size(), widths().size()); ++i) {
      const auto layout = layout_of(cells[i], font);
      pango_layout_set_width(layout.get(), static_cast<int>(widths()[i] * PANGO_SCALE));
      pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
      height = std::max(height, size_of(layout.get()).height);
    }
    make_room(height);
    double x = edge;
    for (std::size_t i = 0; i < std::min(cells.size(), widths().size()); ++i) {
      put(cells[i], x, widths()[i], table_.columns[i].number ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT, font);
      x += widths()[i] + between_columns;
    }
    y_ += height + row_gap;
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
    write_row(heads, table_font);
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
  Measured measured_;
};

struct Drawing {
  std::size_t pages = 0;  ///< 0: it failed
  bool fits = false;
};

Drawing draw_a4(const A4Table& table, bool lying, std::size_t pages, std::string& out) {
  const double width = lying ? long_side : short_side, height = lying ? short_side : long_side;
  const Drawn<cairo_surface_t> surface(cairo_pdf_surface_create_for_stream(append_to, &out, width, height));
  cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, table.title.c_str());
  const Drawn<cairo_t> cairo(cairo_create(surface.get()));
  A4Pen pen(cairo.get(), table, width, height);
  Drawing done{0, pen.fits()};
  const auto drawn = pen.draw(pages);
  cairo_surface_finish(surface.get());
  if (cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS) done.pages = drawn;
  return done;
}

}  // namespace

Result<std::string> a4_pdf(const A4Table& table) {
  std::string measured, out;
  auto first = draw_a4(table, false, 0, measured);
  const bool lying = !first.fits;
  if (lying) first = draw_a4(table, true, 0, measured);
  if (first.pages == 0 || draw_a4(table, lying, first.pages, out).pages == 0)
    return error(Fault::ours, "paper_failed", "The document could not be drawn as PDF: take it away in another form. Nothing was changed.");
  return out;
}

}  // namespace kwota::serve
