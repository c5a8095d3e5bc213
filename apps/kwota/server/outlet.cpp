// kwota outlet: who sells for the utility out of a float – listed, and what a period moved in one.
#include <fmt/format.h>

#include <iostream>

#include "base/decimal.h"
#include "books/lookup.h"
#include "kwota/books/books_folder.h"
#include "kwota/verb.h"
#include "sell/settings/in_force.h"
#include "serve/office/outlet_view.h"
#include "store/draft/moment.h"

namespace kwota::app {
namespace {

struct OutletOptions {
  BooksFolder books;
  std::string act, code, from, to;
  bool json = false;
};

people::Context outlet_context_now(const books::Reader& books) {
  people::Context context;
  context.now = SystemClock().now();
  if (auto zone = books::utility_zone(books)) context.zone = std::move(*zone);
  return context;
}

void print_outlets(const books::Reader& books, bool json) {
  const serve::Shown shown{books::minor_digits_of(books)};
  const auto context = outlet_context_now(books);
  boost::json::array rows;
  for (const auto& outlet : books.all<books::Outlet>()) {
    if (json) rows.push_back(serve::outlet_view(books, shown, outlet, context));
    else std::cout << fmt::format("{:<12}  {:<8}  {:>14}  {}\n", outlet.code, word_of(outlet.state), shown.money(outlets::in_float(books, outlet.code)), outlet.name);
  }
  if (!json && books.all<books::Outlet>().empty()) std::cout << "There are no outlets. A manager adds them in the console, under Outlets.\n";
  if (json) std::cout << boost::json::serialize(boost::json::object{{"outlets", std::move(rows)}}) << '\n';
}

void print_outlet_statement(const serve::Shown& shown, const outlets::Statement& made) {
  const auto line = [&](const char* what, Money amount) { std::cout << fmt::format("{:<26}{:>16}\n", what, shown.money(amount)); };
  std::cout << fmt::format("{} {}, {} to {}\n", made.outlet.code, made.outlet.name, made.from, made.to);
  line("opening", made.moved.opening);
  line("+ topped up", made.moved.sum.topped_up);
  line("- handed back", made.moved.sum.withdrawn);
  line("- sold", made.moved.sum.sold);
  line("+ reversed", made.moved.sum.given_back);
  line("+ commission put in", made.moved.sum.netted);
  line("= closing", made.moved.closing());
  line("commission owed before", made.moved.commission_opening);
  line("+ earned", made.moved.sum.earned);
  line("- settled", made.moved.sum.paid);
  line("= commission owed", made.moved.commission_closing());
  std::cout << fmt::format("{} sales, receipts {} to {}\n", made.moved.sum.sales, made.moved.sum.first_receipt, made.moved.sum.last_receipt);
}

Result<void> run_outlet(const OutletOptions& options) {
  TRY(connection, open_to_read(options.books, store::Moment::Mode::walk));
  const store::BooksReader reader(*connection);
  if (options.act == "list") {
    print_outlets(reader, options.json);
    return Done{};
  }
  if (options.code.empty()) return error(Fault::request, "field_missing", "Which outlet? `kwota outlet list` names them.", {{"field", "CODE"}});
  TRY(made, serve::statement_asked(reader, options.code, options.from, options.to, outlet_context_now(reader)));
  const serve::Shown shown{books::minor_digits_of(reader)};
  if (options.json) std::cout << boost::json::serialize(serve::statement_view(shown, made)) << '\n';
  else print_outlet_statement(shown, made);
  return Done{};
}

}  // namespace

Verb outlet_verb() {
  auto options = std::make_shared<OutletOptions>();
  return {.name = "outlet",
          .help = "Outlets that sell for the utility: what is in their floats, and what a period moved there",
          .options = {{"ACT", &options->act, "list them, or the statement of one", {.required = true, .one_of = {"list", "statement"}}},
                      {"CODE", &options->code, "Which outlet"},
                      {"--from", &options->from, "First business day; without it the first of the month"},
                      {"--to", &options->to, "Last business day; without it today"},
                      {"--json", &options->json, "As one JSON document"},
                      data_option(options->books)},
          .example = "kwota outlet statement O-01 --from 2026-11-01 --to 2026-11-30",
          .run = run_with(options, run_outlet)};
}

}  // namespace kwota::app
