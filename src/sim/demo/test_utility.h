// The sample utility of demo/ in memory, for tests of its history.
#pragma once
#include <boost/json.hpp>
#include <fstream>
#include <sstream>

#include "models/all.h"
#include "seal/vault/software_vault.h"
#include "sell/customer/change.h"
#include "sell/customer/csv.h"
#include "sell/imports/import.h"
#include "sell/tariff/plan.h"
#include "sim/demo/demo.h"

namespace kwota::demo {

class SampleUtility {
 public:
  /// `accounts`: how many of the sample's live in it, else all. A day costs what its households do.
  SampleUtility(Instant now, int days, std::size_t accounts = std::string::npos) : vault_(seal::SoftwareVault::with_test_keys()), settings_{.now = now, .days = days, .vault = &vault_}, clock_(beginning(settings_)), books_(store::Books::in_memory(clock_, [this](const store::Digest& digest) { return vault_.sign_root(digest); }).value()) {
    books::Utility utility;
    utility.name = "Sample";
    utility.currency = "CNY";
    utility.zone = "Asia/Shanghai";
    utility.nature = books::Nature::sample;
    utility.county = 0x13092500;
    put(utility);
    for (const auto* model : models::all()) put(books::Code{books::CodeKind::model, std::string{model->name}, "", "", "", std::to_string(model->rates), true});
    for (const auto* name : {"domestic", "trade", "irrigation"}) put(books::Code{books::CodeKind::usage_class, name, "", "", "", "", true});
    for (const auto* name : {"meter_fault", "goodwill", "correction"}) put(books::Code{books::CodeKind::reason, name, "", "", "", "", true});
    for (const auto& row : rows("stations.csv")) put(books::Station{row[0], row[1], row[2]});
    for (const auto& row : rows("tills.csv")) put(books::Till{.station = row[0], .code = row[1], .name = row[2]});
    for (const auto& [name, role, station] : {std::array{"wang", "cashier", "E01"}, {"li", "cashier", "E02"}, {"chen", "cashier", "E03"}, {"zhao", "supervisor", "E01"}, {"zhou", "supervisor", "E02"},
                                             {"he", "supervisor", "E03"}, {"miller", "manager", ""}, {"petrov", "manager", ""}, {"tech", "technician", ""}})
      put(books::Operator{.name = name, .full_name = name, .roles = role, .station = station});
    for (const auto* plan : {"cn-beijing", "cn-zhejiang", "demo-monthly"}) put_plan(plan);
    for (const auto& [table, name] : {std::pair{"places", "places.csv"}, {"service-points", "service_points.csv"}, {"customers", "customers.csv"}, {"meters", "meters.csv"}, {"accounts", "accounts.csv"}})
      books_->run({"setup", "import", ""}, [&, of = table, file = std::string(name)](const books::Reader& reader) { return imports::import_rows(reader, of, beginning_of(text(file), of == std::string_view("accounts") ? accounts : std::string::npos), clock_.now()); }).value();
  }
  Result<void> live() { return demo::live(*books_, clock_, settings_); }
  std::vector<books::Sale> sales() const {
    return books_->read([](const books::Reader& reader) -> Result<std::vector<books::Sale>> { return reader.all<books::Sale>(); }).value();
  }
  store::Books& books() { return *books_; }

 private:
  static std::string text(const std::string& file) {
    std::ifstream in(std::string(KWOTA_SOURCE_DIR) + "/demo/" + file);
    std::stringstream all;
    all << in.rdbuf();
    return all.str();
  }
  /// Its head and so many lines.
  static std::string beginning_of(const std::string& file, std::size_t lines) {
    std::size_t end = file.find('\n');
    for (; lines > 0 && end != std::string::npos; --lines) end = file.find('\n', end + 1);
    return end == std::string::npos ? file : file.substr(0, end + 1);
  }
  static std::vector<std::vector<std::string>> rows(const std::string& file) {
    std::vector<std::vector<std::string>> out;
    const auto table = customer::read_csv(text(file)).value();
    for (const auto& row : table) out.push_back(row.cells);
    out.erase(out.begin());
    return out;
  }
  void put(books::Register row) {
    books_->run({"setup", "setup", ""}, [&](const books::Reader&) -> Result<books::Decision<Done>> { return books::Decision<Done>{{{row}, {}}, {}}; }).value();
  }
  void put_plan(const std::string& id) {
    auto document = boost::json::parse(text("plans/" + id + ".json")).as_object();
    const auto versions = document.at("versions").as_array();
    document.erase("versions");
    put(books::Plan{id, id, "", boost::json::serialize(document)});
    for (const auto& version : versions)
      put(books::PlanVersion{id, std::string(version.at("from").as_string()), boost::json::serialize(version), books::PlanStatus::published, "", ""});
  }

  seal::SoftwareVault vault_;
  HistorySettings settings_;
  ManualClock clock_;
  std::unique_ptr<store::Books> books_;
};

}  // namespace kwota::demo
