#include "kwota/bench/bench_http.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>
#include <thread>

#include "carry/cards/all.h"
#include "kwota/bench/bench_load.h"
#include "schemes/all.h"
#include "serve/desk/card_desk.h"
#include "serve/desk/desk_work.h"
#include "serve/server/server.h"

namespace kwota::app {
namespace {

/// The server with nothing around it but what a sale needs.
struct Site {
  Site(store::Books& books, seal::Vault& vault, const std::filesystem::path& folder)
      : sessions(clock, random),
        desk(books, vault, schemes::table(), cards::all(), random, clock, events),
        workers(1),
        parts{.books = books,
              .vault = vault,
              .schemes = schemes::table(),
              .clock = clock,
              .machine = clock,
              .random = random,
              .sessions = sessions,
              .events = events,
              .workers = workers,
              .desk = desk,
              .check = {},
              .data = folder,
              .version = "bench"} {}
  SystemClock clock;
  SystemRandom random;
  serve::Sessions sessions;
  serve::Events events;
  serve::CardDesk desk;
  serve::Workers workers;
  serve::ServerParts parts;
};

serve::Session signed_in(Site& site) {
  auto session = site.sessions.open(std::string(bench_cashier), "en");
  session.station = bench_station;
  session.till = bench_till;
  site.sessions.keep(session);
  return session;
}

/// Beside the API's own routes, one that books the sale of the bench, journal included, as POST /sales books a sale whose card
/// comes later.
void add_bench_sales(serve::Router& router, serve::ServerParts& parts) {
  router.add({"POST", "/bench/sales", "sell", [&parts](const serve::CallPtr& call) {
                serve::book_only(parts, call, "sell",
                                 [quote = serve::Asked(call->body).text("quote")](
                                     const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>&,
                                     const people::Context& here) { return bench_sale(books, quote, claim, here); });
              }});
}

/// The counters: each takes the next account, asks for its quote, sells with it, and so on until all have bought.
class Counters {
 public:
  Counters(BenchShop& shop, const serve::Session& session, std::size_t connections)
      : shop_(shop),
        headers_("Cookie: kwota_session=" + session.token + "\r\nX-CSRF-Token: " + session.csrf + "\r\n"),
        selling_(connections) {}

  std::optional<std::string> next(std::size_t connection, const HttpAnswer* answer) {
    if (answer != nullptr && answer->status != 200 && !refusal_)
      refusal_ = error(Fault::ours, "load_refused",
                       fmt::format("The server answered {} to a sale of the load; nothing was measured. It said: {}",
                                   answer->status, answer->body),
                       {{"status", std::to_string(answer->status)}, {"answer", std::string(answer->body)}});
    if (refusal_) return std::nullopt;
    auto& account = selling_[connection];
    if (account) return sell(*std::exchange(account, std::nullopt), answer->body);
    if (begun_ == shop_.accounts()) return std::nullopt;
    account = shop_.first_account() + begun_++;
    return post("/api/v1/quotes", boost::json::object{{"account", *account}, {"pay", bench_payment}});
  }

  const std::optional<Error>& refusal() const { return refusal_; }

 private:
  std::string sell(std::int64_t account, std::string_view quote) const {
    const auto id = boost::json::parse(quote).at("id");
    return post("/api/v1/bench/sales", boost::json::object{{"quote", id}, {"client_key", fmt::format("http-{}", account)}});
  }
  std::string post(std::string_view path, const boost::json::object& body) const {
    return http_post(path, headers_, boost::json::serialize(body));
  }

  BenchShop& shop_;
  std::string headers_;
  std::vector<std::optional<std::int64_t>> selling_;  ///< of each connection: the account whose quote was asked
  int begun_ = 0;
  std::optional<Error> refusal_;
};

Result<Pace> load(BenchShop& shop, const serve::Session& session, std::uint16_t port, int connections) {
  Counters counters(shop, session, static_cast<std::size_t>(connections));
  const Stopwatch watch(Counted::without_this_thread);
  MUST(run_load(port, static_cast<std::size_t>(connections),
                [&](std::size_t connection, const HttpAnswer* answer) { return counters.next(connection, answer); }));
  const auto pace = watch.pace(shop.accounts());
  if (counters.refusal()) return *counters.refusal();
  return pace;
}

}  // namespace

Result<Pace> sell_over_http(BenchShop& shop, const std::filesystem::path& folder, int connections) {
  Site site(shop.books(), shop.vault(), folder);
  std::ofstream(folder / "index.html") << "bench";
  TRY(server, serve::Server::open(site.parts, {.address = "127.0.0.1", .port = 0, .console = folder},
                                  [&site](serve::Router& router) { add_bench_sales(router, site.parts); }));
  std::thread serving([&server] { server->run(); });
  auto pace = load(shop, signed_in(site), server->port(), connections);
  server->stop();
  serving.join();
  return pace;
}

}  // namespace kwota::app
