#include "kwota/meter/meter_contact.h"

#include "base/ids_text.h"
#include "carry/lines/dlt645.h"
#include "kwota/known_roots.h"

namespace kwota::app {

std::vector<Option> link_options(LinkOptions& options, bool required) {
  return {{"ADDRESS", &options.address, "Twelve digits; AAAAAAAAAAAA: the only meter on the line", {.required = required}},
          {"--link", &options.link, "tcp://host:port or serial:///dev/ttyUSB0?baud=2400", {.required = required}},
          {"--meter", &options.meter, "Its number, when the address is another one"},
          {"--patience", &options.patience_ms, "How long to wait for an answer, in ms", {.shows_default = true, .range = Range{100, 60'000}}},
          sample_keys_option(options.sample_keys)};
}

std::vector<Option> acting_options(LinkOptions& options) {
  auto all = link_options(options, false);
  all.front().rules.required = true;
  auto& sample_keys = all.back();
  sample_keys.rules.excludes = {"--data"};
  all = together(std::move(all),
                 {{"--data", &options.books.data, "Folder of the counters' books, while their server stands still: the utility's own keys, by its books",
                   {.excludes = {"--server"}, .needs = {"--as"}}},
                  {"--as", &options.books.as, "Who orders it; he types his password"},
                  {"--second", &options.books.second, "Who agrees, when a second person is needed"}});
  return together(std::move(all), server_options(options.server));
}

std::vector<Option> server_options(ByServer& server) {
  return {{"--server", &server.address, "http://host:port of the counters' server, which does it over the line that it knows", {.excludes = {"--link", "--sample-keys"}, .needs = {"--as"}}},
          {"--wait", &server.wait_seconds, "How long to wait for what became of it, in seconds; the server goes on all the same", {.shows_default = true, .range = Range{1, 3600}}}};
}

std::string wrong_acting(const LinkOptions& options) {
  if (options.books.data.empty() && options.server.address.empty() && !options.books.as.empty()) return "--as says who orders it by the books: name their folder with --data, or their server with --server";
  if (!options.books.data.empty() || !options.server.address.empty() || !options.link.empty()) return {};
  return "--link names the line; only with --data or --server may it be missing: then it is the one that the books know";
}

LinkOptions by_server(LinkOptions options) {
  options.server.as = options.books.as;
  options.server.second = options.books.second;
  return options;
}

Contact::Contact(dlt645::Address address, std::unique_ptr<wire::MeterLine> line, const seal::RootOf& roots)
    : address_(address),
      line_(std::move(line)),
      vault_(std::make_unique<seal::SoftwareVault>(seal::SoftwareVault::with_roots(roots))) {}

Result<Contact> Contact::open(const LinkOptions& options) {
  TRY(address, dlt645::Address::parse(options.address));
  TRY(line, wire::MeterLine::open(options.link, {.answer = Duration::ms(options.patience_ms)}));
  TRY(roots, known_roots(options.sample_keys));
  return Contact{address, std::move(line), roots};
}

dialogue::Parties Contact::parties() {
  return {.line = [this](const dialogue::LineFrame& frame) { return line_->exchange(frame); },
          .vault = [this](const seal::Request& request) { return vault_->perform(request); },
          .journal = [](const dialogue::JournalNote&) { return Result<void>{}; }};
}

Error Contact::true_reason(Error error) {
  return dialogue::run(lines::dlt645_2007.why_silent({.address = address_.text()}, std::move(error)), parties()).error();
}

Result<dlt645::Station> Contact::station(const LinkOptions& options) {
  if (address_ == dlt645::Address::any()) {
    TRY(own, hold(dlt645::read_address()));
    address_ = own;
  }
  TRY(number, parse_meter_number(options.meter.empty() ? address_.text() : options.meter));
  return dlt645::Station{.address = address_, .meter = number, .by = {}, .key_version = seal::test_key_version};
}

dlt645::Random1 fresh_random() {
  SystemRandom random;
  dlt645::Random1 bytes{};
  random.fill(bytes);
  return bytes;
}

}  // namespace kwota::app
