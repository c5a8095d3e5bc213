#include "serve/server/first_start.h"

#include "serve/router/password.h"

namespace kwota::serve {
namespace {

using books::CodeKind;

books::Code code(CodeKind kind, std::string name, std::string zh, std::string en, std::string ru, std::string value = {}) {
  books::Code row;
  row.kind = kind;
  row.code = std::move(name);
  row.name_zh = std::move(zh);
  row.name_en = std::move(en);
  row.name_ru = std::move(ru);
  row.value = std::move(value);
  return row;
}

/// Code tables that the counter cannot work without, beside the models; the office adds its own.
std::vector<books::Code> first_codes() {
  return {
      code(CodeKind::usage_class, "domestic", "居民生活", "domestic", "население"),
      code(CodeKind::usage_class, "trade", "一般工商业", "trade", "прочие потребители"),
      code(CodeKind::usage_class, "irrigation", "农业排灌", "irrigation", "орошение"),
      code(CodeKind::reason, "meter_fault", "表计故障", "meter fault", "неисправность счётчика"),
      code(CodeKind::reason, "goodwill", "优惠补电", "goodwill", "компенсация"),
      code(CodeKind::reason, "correction", "更正差错", "correction", "исправление ошибки"),
      code(CodeKind::debt_kind, "arrears", "欠费", "arrears", "задолженность"),
      code(CodeKind::debt_kind, "connection_fee", "接入费", "connection fee", "плата за подключение"),
      code(CodeKind::debt_kind, "damage", "损坏赔偿", "damage", "возмещение ущерба"),
      code(CodeKind::multiplier, "1", "1 倍", "1", "1", "1"),
      code(CodeKind::multiplier, "40", "40 倍（200/5 A）", "40 (200/5 A)", "40 (200/5 А)", "40"),
      code(CodeKind::capacity, "5-60", "5(60) A", "5(60) A", "5(60) А", "60"),
      code(CodeKind::constant, std::string(word_of(books::Constant::alarm1)), "报警金额 1", "alarm 1 amount", "порог сигнала 1", "20.00"),
      code(CodeKind::constant, std::string(word_of(books::Constant::alarm2)), "报警金额 2", "alarm 2 amount", "порог сигнала 2", "5.00"),
  };
}

}  // namespace

Result<std::optional<std::string>> first_start(store::Books& books, Random& random, const FirstStart& settings) {
  const auto there = books.read([](const books::Reader& reader) -> Result<bool> { return reader.only<books::Utility>().has_value(); });
  if (!there) return there.error();
  if (*there) return std::optional<std::string>{};
  const auto password = one_time_password(random);
  const auto encoded = hash_password(password, random);
  auto done = books.run({.operator_name = "first start", .action = "first_start", .station = ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> {
    books::Decision<Done> decision;
    auto& put = decision.changes.put;
    put.emplace_back(settings.utility);
    put.emplace_back(books::Station{settings.station, settings.station_name, settings.receipt_prefix});
    put.emplace_back(books::Till{settings.station, settings.till, settings.till});
    books::Operator administrator;
    administrator.name = "admin";
    administrator.full_name = "Administrator";
    administrator.roles = "administrator";
    administrator.password = encoded;
    administrator.must_change = true;
    put.emplace_back(administrator);
    for (const auto& row : settings.models) put.emplace_back(row);
    for (auto& row : first_codes()) put.emplace_back(std::move(row));
    return decision;
  });
  if (!done) return done.error();
  return std::optional(password);
}

}  // namespace kwota::serve
