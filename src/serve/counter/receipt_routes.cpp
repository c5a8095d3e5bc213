// Receipts and closing slips, as rows, as text for a slip printer, as PDF; in the language of the session or the one that is asked for.
#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"
#include "sell/till/drawer.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/counter/slip_paper.h"
#include "serve/words/words.h"
#include "store/query.h"
#include "store/witness.h"

namespace kwota::serve {
namespace {

void get_receipt(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto number = call->path.at("number");
    const auto context = context_of(server, *call);
    SlipWanted wanted{.number = number, .print = std::nullopt, .who = context.who, .zone = context.zone, .language = language_of(*call)};
    if (!call->request.parameter("print").empty()) wanted.print = parameter_number(*call, "print");
    const auto slip = slip_of_receipt(server, wanted);
    if (!slip) return call->refuse(slip.error());
    answer_slip(server, call, *slip, number);
  });
}

void get_closing_slip(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = context_of(server, *call);
    const auto& path = call->path;
    const auto name = path.at("station") + "/" + path.at("till") + "/" + path.at("number");
    auto slip = server.books.read([&](const books::Reader& books) -> Result<receipt::Slip> {
      const auto shift = books.find<books::Shift>(path.at("station"), path.at("till"), path_number(*call, "number"));
      const auto station = books.find<books::Station>(path.at("station"));
      const auto utility = books.only<books::Utility>();
      if (!shift || !station || !utility) return error(Fault::request, "not_found", "There is no such closed shift.", {{"what", name}});
      MUST(may_see(*call->who, "shifts_read", shift->operator_name));
      // What should be in the drawer is told to nobody who will count it.
      if (shift->state != books::ShiftStatus::closed && shift->operator_name == call->who->name)
        return error(Fault::request, "not_found", "There is no such closed shift.", {{"what", name}});
      return receipt::closing_slip(*utility, *station, *shift, till::figures(books, *shift),
                                   style_of(*utility, context.zone, language_of(*call)));
    });
    if (!slip) return call->refuse(slip.error());
    // The paper is a witness that lies outside of every disk: it says how far the books were when it was printed.
    const auto newest = server.books.query([](store::Connection& connection) { return store::newest_anchor(connection); });
    if (newest)
      slip->rows.push_back({receipt::Row::Kind::pair,
                            {say(language_of(*call), "slip.closing.books"), store::short_text({newest->number, newest->hash})}});
    answer_slip(server, call, *slip, "shift-" + path.at("station") + "-" + path.at("till") + "-" + path.at("number"));
  });
}

/// Who holds what, on paper: printed with the first shift, and whenever somebody wants to compare.
void get_people_slip(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const auto context = context_of(server, *call);
    const auto slip = server.books.read([&](const books::Reader& books) -> Result<receipt::Slip> {
      const auto utility = books.only<books::Utility>();
      if (!utility) return error(Fault::ours, "no_utility", "The books have no utility yet: complete the first start.");
      const auto style = style_of(*utility, context.zone, language_of(*call));
      receipt::Slip out;
      out.rows.push_back({receipt::Row::Kind::title, {utility->name}});
      out.rows.push_back({receipt::Row::Kind::title, {style.text("slip.people")}});
      out.rows.push_back({receipt::Row::Kind::text, {style.time(context.now)}});
      out.rows.push_back({receipt::Row::Kind::rule, {}});
      for (const auto& row : people::who_holds_what(books))
        out.rows.push_back({receipt::Row::Kind::pair, {row.name + "  " + row.full_name, row.roles + (row.station.empty() ? "" : " @ " + row.station)}});
      out.rows.push_back({receipt::Row::Kind::rule, {}});
      return out;
    });
    if (!slip) return call->refuse(slip.error());
    answer_slip(server, call, *slip, "people");
  });
}

}  // namespace

void add_receipt_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/people/slip", "operators_read|people_countersign|shift_own", [&server](const CallPtr& call) { get_people_slip(server, call); }});
  router.add({"GET", "/receipts/{number}", "sales_read", [&server](const CallPtr& call) { get_receipt(server, call); }});
  router.add({"GET", "/shifts/{station}/{till}/{number}/slip", "shifts_read",
              [&server](const CallPtr& call) { get_closing_slip(server, call); }});
}

}  // namespace kwota::serve
