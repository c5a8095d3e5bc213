// What every drawing with cairo and pango needs: owners of its objects, fonts, and where the bytes go.
#pragma once
#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include <memory>
#include <string>
#include <string_view>

namespace kwota::serve {

inline constexpr double points_per_mm = 72.0 / 25.4;

// Letters and figures come from a TrueType font, only Chinese from Noto: cairo 1.16 embeds its CFF subroutines whole (0.9 MB)
// as soon as both scripts stand in it, and 55 kB for each weight – so Chinese has one weight.
inline constexpr auto title_font = "DejaVu Sans Condensed, Noto Sans CJK SC, sans 12";
inline constexpr auto plain_font = "DejaVu Sans Condensed, Noto Sans CJK SC, sans 8";
inline constexpr auto table_font = "DejaVu Sans Condensed, Noto Sans CJK SC, sans 7.5";
inline constexpr auto note_font = "DejaVu Sans Condensed, Noto Sans CJK SC, sans 7";

struct FreeDrawn {
  void operator()(cairo_surface_t* p) const { cairo_surface_destroy(p); }
  void operator()(cairo_t* p) const { cairo_destroy(p); }
  void operator()(PangoLayout* p) const { g_object_unref(p); }
  void operator()(PangoFontDescription* p) const { pango_font_description_free(p); }
};
template <class T>
using Drawn = std::unique_ptr<T, FreeDrawn>;

inline cairo_status_t append_to(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

/// cairo 1.16 leaves out of a small subset of Noto Sans CJK SC a part of this one character, of all that the font has, and paper had a gap there. It takes the
/// shape that the same font has for Taiwan, which is the same.
inline void set_text(PangoLayout* layout, std::string_view text) {
  static constexpr std::string_view gap = "如";
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  if (text.find(gap) == std::string_view::npos) return;
  PangoAttrList* attributes = pango_attr_list_new();
  for (auto at = text.find(gap); at != std::string_view::npos; at = text.find(gap, at + gap.size())) {
    auto* language = pango_attr_language_new(pango_language_from_string("zh-tw"));
    language->start_index = static_cast<guint>(at);
    language->end_index = static_cast<guint>(at + gap.size());
    pango_attr_list_insert(attributes, language);
  }
  pango_layout_set_attributes(layout, attributes);
  pango_attr_list_unref(attributes);
}

/// Chinese fonts draw the middle dot as wide as a character; "кВт·ч" wants the narrow one.
inline std::string glyphs_of(std::string text, std::string_view language) {
  static constexpr std::string_view middle = "·", narrow = "⋅";
  if (language == "zh") return text;
  for (auto at = text.find(middle); at != std::string::npos; at = text.find(middle, at + narrow.size())) text.replace(at, middle.size(), narrow);
  return text;
}

}  // namespace kwota::serve
