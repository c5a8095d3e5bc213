// Handhelds at the office: whose hand-overs are believed, a hand-over taken in, judged and signed for, and what a handheld shall bring to the wells.
#include "base/bytes.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/lists/list_view.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::serve {
namespace {

using boost::json::object;
using handheld_office::HandedIn;
using handheld_office::HandheldOffice;

constexpr books::Right right = "handheld_import";

object row_of_hand_over(ServerParts& server, const Call& call, std::int64_t number) {
  auto row = row_of(server, *call.who, "hand-overs", {{"number", store::Match::is, std::to_string(number)}});
  return row ? std::move(*row) : object{{"number", number}};
}

/// Vault and books are asked many times: not on the writer's thread.
template <class Work>
void at_office(ServerParts& server, const CallPtr& call, Work work) {
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, context, work] {
    HandheldOffice office(server.books, server.vault);
    const Result<object> answer = work(office, context);
    if (!answer) return call->refuse(answer.error());
    call->answer(object(*answer));
  });
}

Result<HandedIn> handed_in(const Asked& body) {
  TRY(manifest, body.required("manifest"));
  TRY(signature, body.required("signature"));
  HandedIn out{std::move(manifest), std::move(signature), {}};
  for (const auto& file : body.objects("files")) {
    TRY(bytes, from_hex(file.text("hex")));
    out.files[file.text("name")] = std::move(bytes);
  }
  return out;
}

void take_in_hand_over(ServerParts& server, const CallPtr& call) {
  auto handed = handed_in(Asked(call->body));
  if (!handed) return call->refuse(handed.error());
  const auto shared = std::make_shared<HandedIn>(std::move(*handed));
  at_office(server, call, [&server, call, shared](HandheldOffice& office, const people::Context& context) -> Result<object> {
    TRY(row, office.import(*shared, context));
    return row_of_hand_over(server, *call, row.number);
  });
}

void clean_hand_over(ServerParts& server, const CallPtr& call) {
  at_office(server, call, [&server, call](HandheldOffice& office, const people::Context& context) -> Result<object> {
    TRY(row, office.clean(path_number(*call, "number"), context));
    return row_of_hand_over(server, *call, row.number);
  });
}

object as_json(const handheld_office::Signed& paper) { return {{"text", paper.text}, {"signature", paper.signature}}; }

void sign_for_hand_over(ServerParts& server, const CallPtr& call) {
  at_office(server, call, [call](HandheldOffice& office, const people::Context& context) -> Result<object> {
    TRY(paper, office.receipt(path_number(*call, "number"), context));
    return as_json(paper);
  });
}

void orders_for_handheld(ServerParts& server, const CallPtr& call) {
  at_office(server, call, [call](HandheldOffice& office, const people::Context& context) -> Result<object> {
    TRY(paper, office.orders(call->path.at("number"), context));
    return as_json(paper);
  });
}

Result<object> handheld_row(ServerParts& server, const Call& call, const std::string& number) { return row_of(server, *call.who, "handhelds", {{"number", store::Match::is, number}}); }

template <class Decide>
void change_handheld(ServerParts& server, const CallPtr& call, Decide decide_it) {
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, context, decide_it] {
    const auto done = server.books.run(actor_of(*call, "handheld_certify"), [&](const books::Reader& books) { return decide_it(books, context); });
    if (!done) return refuse_or_ask(server, call, done.error());
    call->answer(handheld_row(server, *call, done->number));
  });
}

void certify_handheld(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto key = from_hex(body.text("public_key"));
  if (!key) return call->refuse(key.error());
  const auto number = handheld_office::device_number(*key);
  if (!number) return call->refuse(number.error());
  const waterings::Certify request{.number = *number, .name = body.text("name"), .station = body.text("station"), .maker = body.text("maker"), .public_key = books::Hex(to_hex(*key)),
                                   .approval = body.number("approval")};
  change_handheld(server, call, [request](const books::Reader& books, const people::Context& context) { return waterings::certify(books, request, context); });
}

void withdraw_handheld(ServerParts& server, const CallPtr& call) {
  const auto reason = Asked(call->body).text("reason");
  change_handheld(server, call, [number = call->path.at("number"), reason](const books::Reader& books, const people::Context& context) {
    return waterings::withdraw(books, number, reason, context);
  });
}

}  // namespace

void add_handheld_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/handhelds", "handheld_certify", certify_handheld);
  on("POST", "/handhelds/{number}/withdraw", "handheld_certify", withdraw_handheld);
  on("POST", "/handhelds/{number}/orders", right, orders_for_handheld);
  on("POST", "/hand-overs", right, take_in_hand_over);
  on("POST", "/hand-overs/{number}/clean", right, clean_hand_over);
  on("POST", "/hand-overs/{number}/receipt", right, sign_for_hand_over);
}

}  // namespace kwota::serve
