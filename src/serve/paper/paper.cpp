#include "serve/paper/paper.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "serve/paper/cairo.h"
#include "serve/paper/square_code.h"

namespace kwota::serve {
namespace {

constexpr double margin = 4 * points_per_mm;
constexpr double gap = 2.0;
constexpr int narrow_mm = 70;  ///< below: 58 mm rolls

constexpr auto strong_font = "DejaVu Sans Condensed, sans bold 9.5";
constexpr auto strong_han_font = "DejaVu Sans Condensed, Noto Sans CJK SC, sans 10.5";

/// Characters from U+3000 on: three bytes in UTF-8, the first from E3.
bool has_han(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0xE3; });
}

/// One pass over the rows: with `ink` false it only measures.
class Pen {
 public:
  Pen(cairo_t* cairo, const Paper& paper, bool ink)
      : cairo_(cairo), paper_(paper), ink_(ink), width_(paper.width_mm * points_per_mm - 2 * margin) {}

  double write_all() {
    for (const auto& row : paper_.rows) write(row);
    if (!paper_.qr.empty()) write_qr();
    return y_ + margin;
  }

 private:
  using Style = PaperRow::Style;

  std::string glyphs(std::string text) const { return glyphs_of(std::move(text), paper_.language); }

  /// Height of the text that was put at x, at most `width` wide.
  double put(const std::string& plain, double x, double width, PangoAlignment align, const char* font) {
    const auto text = glyphs(plain);
    const Drawn<PangoLayout> layout(pango_cairo_create_layout(cairo_));
    const Drawn<PangoFontDescription> description(pango_font_description_from_string(font));
    pango_layout_set_font_description(layout.get(), description.get());
    pango_context_set_language(pango_layout_get_context(layout.get()), pango_language_from_string(paper_.language.c_str()));
    pango_layout_set_width(layout.get(), static_cast<int>(width * PANGO_SCALE));
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_alignment(layout.get(), align);
    set_text(layout.get(), text);
    if (ink_) {
      cairo_move_to(cairo_, x, y_);
      pango_cairo_show_layout(cairo_, layout.get());
    }
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return static_cast<double>(height) / PANGO_SCALE;
  }

  void write(const PaperRow& row) {
    static const std::string nothing;
    const auto cell = [&row](std::size_t i) -> const std::string& { return i < row.cells.size() ? row.cells[i] : nothing; };
    switch (row.style) {
      case Style::title: y_ += put(cell(0), margin, width_, PANGO_ALIGN_CENTER, title_font) + gap; break;
      case Style::centre: y_ += put(cell(0), margin, width_, PANGO_ALIGN_CENTER, plain_font) + gap; break;
      case Style::note: y_ += put(cell(0), margin, width_, PANGO_ALIGN_LEFT, note_font) + gap; break;
      case Style::pair: write_pair(cell(0), cell(1), plain_font); break;
      case Style::strong_pair: write_pair(cell(0), cell(1), has_han(cell(0) + cell(1)) ? strong_han_font : strong_font); break;
      case Style::table: write_table(row.cells); break;
      case Style::rule: write_rule(); break;
      case Style::space: y_ += 6; break;
    }
  }

  /// Width of the text on one line.
  double natural_width(const std::string& plain, const char* font) {
    const auto text = glyphs(plain);
    const Drawn<PangoLayout> layout(pango_cairo_create_layout(cairo_));
    const Drawn<PangoFontDescription> description(pango_font_description_from_string(font));
    pango_layout_set_font_description(layout.get(), description.get());
    set_text(layout.get(), text);
    int wide = 0;
    pango_layout_get_size(layout.get(), &wide, nullptr);
    return static_cast<double>(wide) / PANGO_SCALE + 1;
  }

  double widest_word(const std::string& text, const char* font) {
    double widest = 0;
    for (std::size_t from = 0; from < text.size();) {
      const auto end = std::min(text.find(' ', from), text.size());
      widest = std::max(widest, natural_width(text.substr(from, end - from), font));
      from = end + 1;
    }
    return widest;
  }

  /// A figure is never broken: the right side takes what it needs, the left side wraps; where both have no room, the right one
  /// stands below.
  void write_pair(const std::string& left, const std::string& right, const char* font) {
    constexpr double between = 4;
    const double needed = right.empty() ? 0 : std::min(natural_width(right, font), width_);
    const double rest = width_ - needed - (right.empty() ? 0 : between);
    if (rest < (left.ends_with('_') ? natural_width(left, font) : widest_word(left, font))) {  // a line to sign on stays beside who signs
      y_ += put(left, margin, width_, PANGO_ALIGN_LEFT, font);
      y_ += put(right, margin, width_, PANGO_ALIGN_RIGHT, font) + gap;
      return;
    }
    const double left_height = put(left, margin, rest, PANGO_ALIGN_LEFT, font);
    const double right_height = right.empty() ? 0 : put(right, margin + width_ - needed, needed, PANGO_ALIGN_RIGHT, font);
    y_ += std::max(left_height, right_height) + gap;
  }

  /// Name and figures side by side; on narrow paper the figures stand below the name.
  void write_table(const std::vector<std::string>& cells) {
    static constexpr auto font = table_font;
    if (cells.empty()) return;
    const bool narrow = paper_.width_mm < narrow_mm;
    const double first = narrow ? 0 : width_ * 0.34;
    double height = put(cells[0], margin, narrow ? width_ : first, PANGO_ALIGN_LEFT, font);
    if (narrow) y_ += std::exchange(height, 0);
    const double other = cells.size() > 1 ? (width_ - first) / static_cast<double>(cells.size() - 1) : 0;
    for (std::size_t i = 1; i < cells.size(); ++i)
      height =
          std::max(height, put(cells[i], margin + first + static_cast<double>(i - 1) * other, other, PANGO_ALIGN_RIGHT, font));
    y_ += height + gap;
  }

  void write_rule() {
    y_ += gap;
    if (ink_) {
      cairo_set_line_width(cairo_, 0.5);
      cairo_move_to(cairo_, margin, y_);
      cairo_line_to(cairo_, margin + width_, y_);
      cairo_stroke(cairo_);
    }
    y_ += 2 * gap;
  }

  void write_qr() {
    const auto code = square_code(paper_.qr);
    if (!code) return;  // more than a code can hold: the text above says the same
    const double size = std::min(width_, 34 * points_per_mm);
    const double module = size / static_cast<double>(code->width);
    const double left = margin + (width_ - size) / 2;
    y_ += 4;
    for (std::size_t row = 0; ink_ && row < code->width; ++row)
      for (std::size_t column = 0; column < code->width; ++column)
        if (code->at(row, column)) cairo_rectangle(cairo_, left + static_cast<double>(column) * module, y_ + static_cast<double>(row) * module, module, module);
    if (ink_) cairo_fill(cairo_);
    y_ += size + gap;
  }

  cairo_t* cairo_;
  const Paper& paper_;
  bool ink_;
  double width_;
  double y_ = margin;
};

double draw(const Paper& paper, double height, bool ink, std::string* out) {
  const Drawn<cairo_surface_t> surface(
      cairo_pdf_surface_create_for_stream(out ? append_to : nullptr, out, paper.width_mm * points_per_mm, height));
  if (out != nullptr) cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, paper.title.c_str());
  const Drawn<cairo_t> cairo(cairo_create(surface.get()));
  const double length = Pen(cairo.get(), paper, ink).write_all();
  cairo_show_page(cairo.get());
  cairo_surface_finish(surface.get());
  return cairo_surface_status(surface.get()) == CAIRO_STATUS_SUCCESS ? length : 0;
}

Error failed() {
  return error(Fault::ours, "paper_failed", "The document could not be drawn as PDF: print the text slip instead; the sale itself is not touched.");
}

/// On a grey picture as many dots wide as the print head.
double draw_dots(const Paper& paper, cairo_surface_t* surface, double scale, bool ink) {
  const Drawn<cairo_t> cairo(cairo_create(surface));
  cairo_set_source_rgb(cairo.get(), 1, 1, 1);
  cairo_paint(cairo.get());
  cairo_set_source_rgb(cairo.get(), 0, 0, 0);
  cairo_scale(cairo.get(), scale, scale);
  return Pen(cairo.get(), paper, ink).write_all();
}

}  // namespace

Result<Dots> dots(const Paper& paper, std::size_t width) {
  const double scale = static_cast<double>(width) / (paper.width_mm * points_per_mm);
  const Drawn<cairo_surface_t> sketch(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), 8));
  const auto height = static_cast<std::size_t>(draw_dots(paper, sketch.get(), scale, false) * scale) + 1;
  const Drawn<cairo_surface_t> surface(cairo_image_surface_create(CAIRO_FORMAT_RGB24, static_cast<int>(width), static_cast<int>(height)));
  if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS) return failed();
  draw_dots(paper, surface.get(), scale, true);
  cairo_surface_flush(surface.get());
  const auto* pixels = cairo_image_surface_get_data(surface.get());
  const auto stride = static_cast<std::size_t>(cairo_image_surface_get_stride(surface.get()));
  constexpr unsigned dark = 160;  // of 255: thin strokes stay
  Dots out{width, height, Bytes(width / 8 * height)};
  for (std::size_t y = 0; y < height; ++y)
    for (std::size_t x = 0; x < width; ++x)
      if (pixels[y * stride + x * 4 + 1] < dark) out.bits[y * (width / 8) + x / 8] |= static_cast<std::uint8_t>(0x80U >> (x % 8));
  return out;
}

Result<std::string> pdf(const Paper& paper) {
  std::string out;
  const double length = draw(paper, 100, false, nullptr);
  if (length == 0 || draw(paper, length, true, &out) == 0) return failed();
  return out;
}

}  // namespace kwota::serve
