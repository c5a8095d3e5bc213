// The bell: what this person is told of, and that he has seen it.
#include "people/notices/notices.h"
#include "serve/api/asked.h"
#include "serve/api/called.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "serve/letters/texts.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using books::Notice;

constexpr std::size_t shown_most = 100;

std::string page_of_notice(const Notice& notice) {
  std::string page(people::facts_of(notice.event).page);
  if (const auto hole = page.find('#'); hole != std::string::npos) page.replace(hole, 1, notice.object);
  return page;
}

object shown(const Notice& notice, std::string_view language, Instant now) {
  return {{"number", notice.number},
          {"event", word_of(notice.event)},
          {"object", notice.object},
          {"text", notice_sentence(notice, language)},
          {"critical", notice.critical},
          {"page", page_of_notice(notice)},
          {"raised", time_text(notice.raised)},
          {"waits", people::waits(notice, now)},
          {"seen", time_text(notice.seen)},
          {"seen_by", notice.seen_by}};
}

void get_notices(ServerParts& server, const CallPtr& call) {
  const auto now = server.clock.now();
  server.lookups->run([&server, call, now] {
    call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
      array rows;
      std::int64_t waiting = 0;
      for (const auto& notice : people::notices_for(books, *call->who, shown_most)) {
        waiting += people::waits(notice, now) ? 1 : 0;
        auto row = shown(notice, call->language, now);
        say_people(books, row, {"seen_by"});
        rows.push_back(std::move(row));
      }
      return object{{"rows", std::move(rows)}, {"waiting", waiting}};
    }));
  });
}

void see_notice(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto number = path_number(*call, "number");
  decide(
      server, call, "notices", [number, context](const books::Reader& books) { return people::see(books, number, context); },
      [&server, call, now = context.now](const Notice& notice) {
        server.events.publish("notice", object{{"number", notice.number}}, {.station = {}, .till = {}, .permission = "notices"});
        return shown(notice, call->language, now);
      });
}

void see_notices(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const auto up_to = Asked(call->body).number("up_to");
  decide(
      server, call, "notices", [up_to, context](const books::Reader& books) { return people::see_up_to(books, up_to, context); },
      [&server](std::int64_t count) {
        if (count != 0) server.events.publish("notice", object{{"count", count}}, {.station = {}, .till = {}, .permission = "notices"});
        return object{{"seen", count}};
      });
}

}  // namespace

void add_notice_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/notices", "notices", get_notices);
  on("POST", "/notices/seen", "notices", see_notices);
  on("POST", "/notices/{number}/seen", "notices", see_notice);
}

}  // namespace kwota::serve
