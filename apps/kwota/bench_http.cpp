#include "kwota/bench_http.h"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <cstdio>
#include <fstream>
#include <thread>

#include "serve/api/card_desk.h"
#include "serve/api/server.h"

namespace kwota::app {
namespace {

/// wrk's side: each request one prepared sale, until all are answered.
constexpr auto script = R"(
local bodies, sent, answered, refused = {}, 0, 0, 0
function init(args)
  for line in io.lines(args[1]) do bodies[#bodies + 1] = line end
end
function request()
  sent = sent + 1
  return wrk.format("POST", "/api/v1/sales", {["Content-Type"] = "application/json", ["Cookie"] = "kwota_session=@TOKEN@", ["X-CSRF-Token"] = "@CSRF@"},
                    bodies[(sent - 1) % #bodies + 1])
end
function response(status)
  if answered == #bodies then return end
  answered = answered + 1
  if status ~= 200 then refused = refused + 1 end
  if answered == #bodies then
    io.stderr:write(string.format("answered %d refused %d\n", answered, refused))
    wrk.thread:stop()
  end
end
function done(summary) io.stdout:write(string.format("microseconds %d\n", summary.duration)) end
)";

void replace(std::string& text, std::string_view what, std::string_view with) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what)) text.replace(at, what.size(), with);
}

/// The server with nothing around it but what a sale needs.
struct Site {
  Site(store::Books& books, seal::Vault& vault, const std::filesystem::path& folder)
      : sessions(clock, random), desk(books, vault, random, clock, events), workers(1),
        house{.books = books, .vault = vault, .clock = clock, .random = random, .sessions = sessions, .events = events, .workers = workers,
              .desk = desk, .check = {}, .data = folder, .version = "bench"} {}
  SystemClock clock;
  SystemRandom random;
  serve::Sessions sessions;
  serve::Events events;
  serve::CardDesk desk;
  serve::Workers workers;
  serve::House house;
};

serve::Session signed_in(Site& site) {
  auto session = site.sessions.open(std::string(bench_cashier), "en");
  session.station = bench_station;
  session.till = bench_till;
  site.sessions.keep(session);
  return session;
}

void write_inputs(const std::filesystem::path& folder, const std::vector<std::string>& quotes, const serve::Session& session) {
  std::ofstream bodies(folder / "sales.txt");
  for (std::size_t i = 0; i < quotes.size(); ++i)
    bodies << boost::json::serialize(boost::json::object{{"quote", quotes[i]}, {"client_key", fmt::format("http-{}", i)}, {"carrier", "later"}}) << "\n";
  std::string text = script;
  replace(text, "@TOKEN@", session.token);
  replace(text, "@CSRF@", session.csrf);
  std::ofstream(folder / "sales.lua") << text;
}

/// What wrk says: "answered N refused M" and "microseconds T".
Result<HttpFigures> run_wrk(const std::filesystem::path& folder, std::uint16_t port, int connections) {
  const auto command = fmt::format("wrk -t1 -c{} -d30s --timeout 30s -s {} http://127.0.0.1:{}/ {} 2>&1", connections, (folder / "sales.lua").string(), port,
                                   (folder / "sales.txt").string());
  auto* pipe = ::popen(command.c_str(), "r");
  long long answered = 0, refused = 0, microseconds = 0;
  char line[512];
  while (pipe != nullptr && std::fgets(line, sizeof line, pipe) != nullptr) {
    std::sscanf(line, "answered %lld refused %lld", &answered, &refused);
    std::sscanf(line, "microseconds %lld", &microseconds);
  }
  if (pipe != nullptr) ::pclose(pipe);
  if (answered == 0 || microseconds == 0)
    return error(Fault::ours, "load_tool_missing", "wrk did not run: install it (script/bootstrap bench), then try again.");
  return HttpFigures{static_cast<double>(answered - refused) * 1e6 / static_cast<double>(microseconds), refused};
}

}  // namespace

Result<HttpFigures> sell_over_http(BenchShop& shop, const std::filesystem::path& folder, int connections) {
  TRY(quotes, shop.quotes());
  Site site(shop.books(), shop.vault(), folder);
  std::ofstream(folder / "index.html") << "bench";
  TRY(server, serve::Server::open(site.house, {.address = "127.0.0.1", .port = 0, .console = folder}));
  write_inputs(folder, quotes, signed_in(site));
  std::thread serving([&server] { server->run(); });
  auto figures = run_wrk(folder, server->port(), connections);
  server->stop();
  serving.join();
  return figures;
}

}  // namespace kwota::app
