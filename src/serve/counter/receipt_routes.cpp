// Receipts and closing slips, as rows, as text for a slip printer, as PDF; in the language of the session or the one that is asked for.
#include "base/cause.h"
#include "books/lookup.h"
#include "people/people.h"
#include "people/permissions.h"
#include "sell/receipt/drawer_slips.h"
#include "sell/receipt/house_slips.h"
#include "sell/till/drawer.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/counter/house_paper.h"
#include "serve/words/words.h"
#include "store/draft/moment.h"
#include "store/lists/query.h"
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

struct ShiftAsked {
  AtStation at;
  books::Shift shift;
};

Result<ShiftAsked> shift_asked(const books::Reader& books, const Call& call, const people::Context& context) {
  const auto& path = call.path;
  const auto shift = books.find<books::Shift>(path.at("station"), path.at("till"), path_number(call, "number"));
  auto at = at_station(books, call, path.at("station"), context);
  if (!shift || !at) return error(Fault::request, Cause::not_found, "There is no such closed shift.", {{"what", path.at("station") + "/" + path.at("till") + "/" + path.at("number")}});
  MUST(may_see(*call.who, "shifts_read", shift->operator_name));
  return ShiftAsked{std::move(*at), *shift};
}

std::string title_of(std::string_view what, const Call& call) {
  return std::string(what) + "-" + call.path.at("station") + "-" + call.path.at("till") + "-" + call.path.at("number");
}

/// The paper is a witness that lies outside of every disk: it says how far the books were when it was printed.
void add_newest_anchor(ServerParts& server, const Call& call, receipt::Slip& slip) {
  const auto newest = server.books.query([](store::Moment& connection) { return store::newest_anchor(connection); });
  if (newest) slip.rows.push_back({receipt::Row::Kind::pair, {say(language_of(call), "slip.closing.books"), store::short_text({newest->number, newest->hash})}});
}

Result<HousePaper> closing_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  auto paper = server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    TRY(asked, shift_asked(books, call, context));
    const auto& [at, shift] = asked;
    // What should be in the drawer is told to nobody who will count it.
    const bool closed = shift.state == books::ShiftStatus::closed;
    if (!closed && shift.operator_name == call.who->name)
      return error(Fault::request, Cause::not_found, "There is no such closed shift.", {{"what", title_of("shift", call)}});
    const auto counts = books.select<books::DrawerCount>(shift.station, shift.till, shift.number);
    const auto pieces = closed && !counts.empty() ? counts.back().pieces : books::Pieces{};
    const auto layout = layout_of(books, receipt::SlipKind::closing, shift.closed.value_or(context.now), at.style.language);
    auto slip = receipt::closing_slip(at.utility, at.station, with_people_called(books, shift, &books::Shift::operator_name, &books::Shift::accepted_by), till::explained_figures(books, shift), sold_in(books, shift), at.style, pieces, layout);
    return HousePaper{.slip = std::move(slip), .title = title_of("shift", call), .moves_on = !closed};
  });
  if (paper) add_newest_anchor(server, call, paper->slip);
  return paper;
}

Result<HousePaper> opening_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  return server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    TRY(asked, shift_asked(books, call, context));
    const auto& [at, shift] = asked;
    auto slip = receipt::opening_slip(at.utility, at.station, with_people_called(books, shift, &books::Shift::operator_name), at.style, layout_of(books, receipt::SlipKind::opening, shift.opened, at.style.language));
    return HousePaper{.slip = std::move(slip), .title = title_of("opening", call), .moves_on = false, .opens_drawer = true};
  });
}

/// Who holds what, on paper: printed with the first shift, and whenever somebody wants to compare.
Result<HousePaper> people_paper(ServerParts& server, const Call& call) {
  const auto context = context_of(server, call);
  return server.books.read([&](const books::Reader& books) -> Result<HousePaper> {
    auto utility = books::utility_of(books);
    const auto style = style_of(utility, context.zone, language_of(call));
    const auto layout = layout_of(books, receipt::SlipKind::people, context.now, style.language);
    return HousePaper{.slip = receipt::people_slip(utility, people::who_holds_what(books), style, context.now, layout), .title = "people", .moves_on = true};
  });
}

}  // namespace

void add_receipt_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/receipts/{number}", "sales_read", [&server](const CallPtr& call) { get_receipt(server, call); }});
  add_change_paper(router, server);
  add_paper(router, server, "/people/slip", "operators_read|people_countersign|shift_own", people_paper);
  add_paper(router, server, "/shifts/{station}/{till}/{number}/slip", "shifts_read", closing_paper);
  add_paper(router, server, "/shifts/{station}/{till}/{number}/opening/slip", "shifts_read", opening_paper);
}

}  // namespace kwota::serve
