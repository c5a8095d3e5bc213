// Price plans with their versions, and the code tables.
#pragma once
#include <array>
#include <string>

#include "base/core/core.h"
#include "books/listed.h"

namespace kwota::books {

/// A price plan's head; its versions are rows of their own.
struct Plan {
  static constexpr auto table = "plan";
  static constexpr int key_columns = 1;
  static constexpr bool held_by_writer = true;
  std::string id;
  std::string name;
  std::string source;  ///< where the prices are published
  std::string head;    ///< JSON of the plan without versions (tariffs.md section 8)
  template <class V> static void columns(V&& v) { v("id", &Plan::id); v("name", &Plan::name); v("source", &Plan::source); v("head", &Plan::head); }
};

/// Of a version of a price plan.
enum class PlanStatus : std::uint8_t {
  draft,
  published,
  withdrawn,
};
constexpr auto words_of(PlanStatus) { return std::array<std::string_view, 3>{"draft", "published", "withdrawn"}; }

struct PlanVersion {
  static constexpr auto table = "plan_version";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 4> people{"published_by", "approved_by", "withdrawn_by", "withdrawal_approved_by"};
  static constexpr bool held_by_writer = true;
  std::string plan;
  std::string from;   ///< local date or date-time of the plan's zone
  std::string text;   ///< JSON of the version
  PlanStatus state = PlanStatus::published;
  std::string published_by, approved_by;
  std::string withdrawn_by, withdrawal_approved_by;  ///< it was published once: until it is again, the prices before it go on from its day
  std::int64_t draft = 1;  ///< how often it was written: whoever agrees to it agrees to this one
  template <class V> static void columns(V&& v) {
    v("plan", &PlanVersion::plan); v("from_date", &PlanVersion::from); v("text", &PlanVersion::text); v("state", &PlanVersion::state);
    v("published_by", &PlanVersion::published_by); v("approved_by", &PlanVersion::approved_by);
    v("withdrawn_by", &PlanVersion::withdrawn_by); v("withdrawal_approved_by", &PlanVersion::withdrawal_approved_by);
    v("draft", &PlanVersion::draft);
  }
};

/// The code tables (C3). What each is used by, and what its value says: docs/code-tables.md.
enum class CodeKind : std::uint8_t { usage_class, multiplier, capacity, maker, model, test_interval, constant, handheld_maker, reason, debt_kind, slip_text };
constexpr auto words_of(CodeKind) {
  return std::array<std::string_view, 11>{"usage_class", "multiplier", "capacity", "maker", "model", "test_interval", "constant", "handheld_maker", "reason", "debt_kind", "slip_text"};
}

/// Constants that the program itself reads: the amounts at which a meter warns. A utility may keep others beside them.
enum class Constant : std::uint8_t { alarm1, alarm2 };
constexpr auto words_of(Constant) { return std::array<std::string_view, 2>{"alarm1", "alarm2"}; }

struct Code {
  static constexpr auto table = "code";
  static constexpr int key_columns = 2;
  static constexpr Listed list{.name = "codes", .sort = "kind", .searched = {"kind", "code", "name_zh", "name_en", "name_ru"}, .right = "codes_read",
                               .shown = {"kind", "code", "name_en", "name_zh", "name_ru", "value", "active"}, .divided = "kind"};
  static constexpr Form by_form{"codes_write", {{{"kind"}, {"code"}, {"name_en", Need::may}, {"name_zh", Need::may}, {"name_ru", Need::may}, {"value", Need::may}, {"active"}}}, Judge::use_case, true};
  static constexpr bool held_by_writer = true;
  CodeKind kind = no_word<CodeKind>;  ///< a row of no table is none
  std::string code;
  std::string name_zh, name_en, name_ru;
  std::string value;
  bool active = true;
  template <class V> static void columns(V&& v) {
    v("kind", &Code::kind); v("code", &Code::code); v("name_zh", &Code::name_zh); v("name_en", &Code::name_en); v("name_ru", &Code::name_ru);
    v("value", &Code::value); v("active", &Code::active);
  }
};
/// What it is called in a language; where it has no name there, in another one.
inline const std::string& name_in(const Code& row, std::string_view language) {
  const auto& own = language == "zh" ? row.name_zh : language == "ru" ? row.name_ru : row.name_en;
  if (!own.empty()) return own;
  return !row.name_en.empty() ? row.name_en : !row.name_zh.empty() ? row.name_zh : row.name_ru;
}

}  // namespace kwota::books
