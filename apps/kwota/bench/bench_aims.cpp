#include "kwota/bench/bench_aims.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace kwota::app {
namespace {

struct Wanted {
  Aim aim;
  std::string_view name;
  bool at_least;  ///< false: at most
  double figure;
  std::string_view unit = "";
};

constexpr Wanted all_wanted[] = {
    {Aim::sales_in_groups, "sales_in_groups", true, 4, " x"},
    {Aim::sales_over_http, "sales_over_http", true, 3, " x"},
    {Aim::sales_beside_bare_rows, "sales_beside_bare_rows", true, 0.4, " x"},
    {Aim::sale_processor, "sale_processor", false, 70, " us"},
    {Aim::http_sale_processor, "http_sale_processor", false, 110, " us"},
    {Aim::purse_loads, "purse_loads", true, 0.9, " x"},
    {Aim::quotes_beside_reads, "quotes_beside_reads", false, 2, " x, or 5 ms"},
    {Aim::bytes_of_a_sale, "bytes_of_a_sale", false, 2048, " together"},
    {Aim::vault_seals, "vault_seals", true, 0.7, " x"},
    {Aim::import_with_proofs, "import_with_proofs", true, 0.4, " x"},
    {Aim::slowest_list, "slowest_list", false, 150, " ms"},
    {Aim::steepest_list, "steepest_list", false, 2, " x"},
    {Aim::recharge, "recharge", false, 1.15, " x"},
    {Aim::report_from_sheets, "report_from_sheets", false, 20, " ms"},
    {Aim::report_of_accounts, "report_of_accounts", false, 50, " ms"},
    {Aim::report_of_rows, "report_of_rows", false, 150, " ms"},
    {Aim::counter_search, "counter_search", false, 100, " ms"},
    {Aim::csv_rows, "csv_rows", true, 200'000, "/s"},
    {Aim::xlsx_rows, "xlsx_rows", true, 30'000, "/s"},
    {Aim::file_memory, "file_memory", false, 64, " MiB"},
    {Aim::verified_rows, "verified_rows", true, 200'000, "/s"},
};

const Wanted& wanted_of(Aim aim) { return *std::ranges::find(all_wanted, aim, &Wanted::aim); }
bool is_met(const Wanted& wanted, double figure) { return wanted.at_least ? figure >= wanted.figure : figure <= wanted.figure; }

}  // namespace

std::string Aims::beside(Aim aim, double figure) {
  held_.push_back({aim, figure});
  const auto& wanted = wanted_of(aim);
  return fmt::format("aim: {} {}{}{}", wanted.at_least ? "at least" : "at most", wanted.figure, wanted.unit, is_met(wanted, figure) ? "" : ", MISSED");
}

bool Aims::all_met() const {
  return std::ranges::all_of(held_, [](const Held& one) { return is_met(wanted_of(one.aim), one.figure); });
}

std::string Aims::summary() const {
  if (held_.empty()) return {};
  if (all_met()) return held_.size() == 1 ? "The aim is met." : fmt::format("All {} aims are met.", held_.size());
  std::string missed;
  for (const auto& [aim, figure] : held_)
    if (const auto& wanted = wanted_of(aim); !is_met(wanted, figure)) missed += fmt::format("{}{} {:.2f}, wanted {} {}", missed.empty() ? "" : "; ", wanted.name, figure, wanted.at_least ? "at least" : "at most", wanted.figure);
  return "MISSED: " + missed + ".";
}

boost::json::array Aims::json() const {
  boost::json::array out;
  for (const auto& [aim, figure] : held_) {
    const auto& wanted = wanted_of(aim);
    out.push_back(boost::json::object{{"name", wanted.name}, {"figure", figure}, {wanted.at_least ? "at_least" : "at_most", wanted.figure}, {"met", is_met(wanted, figure)}});
  }
  return out;
}

}  // namespace kwota::app
