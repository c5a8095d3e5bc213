// kwota bench-lines: lines to meters beside what is physically possible – frames against the memory's bandwidth, links that say
// nothing, a recharge against its wire, a line of 64 meters that is never free.
#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <cstring>
#include <fstream>
#include <thread>

#include "base/cause.h"
#include "carry/dlt645/items.h"
#include "carry/remote_vending/recharge.h"
#include "carry/wire/lines.h"
#include "kwota/bench/bench_aims.h"
#include "kwota/bench/bench_pace.h"
#include "kwota/verb.h"
#include "seal/vault/software_vault.h"
#include "sim/town/meters.h"
#include "sim/town/town.h"
#include "sim/town/wires.h"

namespace kwota::app {
namespace {

struct LinesOptions {
  int links = 10'000;
  int frames = 2'000'000;
  bool strict = false;
};

// ---- frames

void measure_frames(const LinesOptions& options) {
  const auto frame = hex("6812907856341268910833333433896745335416");
  Bytes stream;
  while (stream.size() < 1'000'000) append(stream, frame);
  std::size_t seen = 0, value = 0;
  const Stopwatch decoding;
  for (std::size_t at = 0; seen < static_cast<std::size_t>(options.frames);
       at = at + frame.size() < stream.size() ? at + frame.size() : 0) {
    const auto received = dlt645::decode(ByteView{stream}.subspan(at, frame.size()));
    value += received.ok() ? received->frame.data.back() : 0U;
    ++seen;
  }
  const auto pace = decoding.pace(options.frames);
  const Bytes memory(256'000'000, 1);
  const Stopwatch reading;
  std::uint64_t sum = 0;
  for (std::size_t at = 0; at + 8 <= memory.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, memory.data() + at, 8);
    sum += word;
  }
  const auto bandwidth = reading.pace(1).per_second * static_cast<double>(memory.size());
  const auto ours = pace.per_second * static_cast<double>(frame.size());
  fmt::print("frames decoded on one core          {:>10.0f} /s   {:.0f} MB/s, {:.4f} x reading memory ({:.1f} GB/s){}\n",
             pace.per_second, ours / 1e6, ours / bandwidth, bandwidth / 1e9, value + sum == 0 ? " " : "");
}

// ---- links that say nothing

long resident_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmRSS:")) return std::stol(line.substr(6));
  return 0;
}

int dial(const std::string& where) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(where.substr(where.rfind(':') + 1))));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (made >= 0 && ::connect(made, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return made;
  if (made >= 0) ::close(made);
  return -1;
}

bool say(int connection, const std::string& text) {
  return ::send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

Result<void> measure_links(const LinesOptions& options) {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  const int fit = static_cast<int>(std::min<rlim_t>(files.rlim_cur, 1'000'000) - 64) / 2;  // both ends are in this process
  const int count = std::min(options.links, fit);
  wire::Lines lines;
  std::atomic<int> there = 0;
  lines.when_present([&](const std::string&) {
    ++there;
    there.notify_one();
  });
  TRY(where, lines.listen("tcp://127.0.0.1:0"));
  std::vector<int> ends;
  ends.reserve(static_cast<std::size_t>(count));
  const auto name = [](int i) { return fmt::format("modem:13{:09}\r\n", i); };
  const auto before = resident_kib();
  for (int i = 0; i < count; ++i) {
    const int end = dial(where);
    if (end < 0 || !say(end, name(i)))
      return error(Fault::wire, "load_failed", "The links could not all be made; nothing was measured.",
                   {{"reason", std::strerror(errno)}});
    ends.push_back(end);
  }
  for (int now = there; now < count; now = there) there.wait(now);
  const auto each = static_cast<double>(resident_kib() - before) * 1024 / count;
  // A heartbeat of each; the last one asks to be let in anew, which is seen.
  const Stopwatch beating;
  for (int i = 0; i < count; ++i) (void)say(ends[static_cast<std::size_t>(i)], name(i));
  const int last = dial(where);
  (void)say(last, name(count));
  for (int now = there; now < count + 1; now = there) there.wait(now);
  const auto pace = beating.pace(count);
  fmt::print("links that say nothing, {:>6}      {:>10.0f} B    of this program's memory each, one thread for all\n", count,
             each);
  fmt::print(
      "heartbeats of them                  {:>10.0f} /s   {:.1f} us of a processor each, both ends: {:.2f} % of one at one a "
      "minute\n",
      pace.per_second, pace.cpu_us, pace.cpu_us * count / 60 / 1e6 * 100);
  for (const int end : ends) ::close(end);
  ::close(last);
  return {};
}

// ---- a recharge and its wire

/// The dialogue's bytes on a wire of 2400 baud with 20 ms before each answer, and what we add to that: our own time between them.
Result<void> measure_recharge(Aims& aims) {
  TRY(meters, sim::Meters::make({.count = 1, .clock = {.date = {2026, 11, 20}, .hour = 12}}));
  auto& one = meters->all().front();
  auto vault = seal::SoftwareVault::with_test_keys();
  SystemRandom random;
  std::chrono::microseconds wire{}, others{};
  std::size_t questions = 0;
  const dialogue::Parties parties{.line = [&](const dialogue::LineFrame& frame) -> Result<dialogue::LineFrame> {
                                    const Stopwatch there;
                                    TRY(question, dlt645::Exchange::begin(frame));
                                    const auto sent = question.sends();
                                    const auto answer_received = meters->receive(0, sent);
                                    ++questions;
                                    wire += sim::wire_time(sent.size()) + sim::answer_after + sim::wire_time(answer_received.size());
                                    auto answer = question.receive(answer_received);
                                    others += std::chrono::microseconds(static_cast<std::int64_t>(
                                        there.pace(1).cpu_us));  // the meter's own work is no time of ours
                                    if (!answer)
                                      return error(Fault::wire, Cause::meter_silent, "The meter did not answer.", {{"link", "bench"}});
                                    return std::move(*answer);
                                  },
                                  .vault = [&](const seal::Request& request) { return vault.perform(request); },
                                  .journal = [](const dialogue::JournalNote&) { return Result<void>{}; }};
  TRY(address, dlt645::Address::parse(fmt::format("{:012}", one.number.value())));
  const auto order =
      dlt645::with_randoms({.station = {.address = address, .meter = one.number, .by = {}, .key_version = seal::test_key_version},
                            .customer = one.customer,
                            .amount = Money::minor(50'00),
                            .count = SequenceNumber{1}},
                           random);
  const Stopwatch all;
  TRY(delivered, dialogue::run(dlt645::recharge(order), parties));
  const auto ours = std::chrono::microseconds(static_cast<std::int64_t>(all.pace(1).cpu_us)) - others;
  if (delivered.outcome != dialogue::Outcome::done)
    return error(Fault::meter, "load_failed", "The virtual meter took no credit.", {{"reason", delivered.evidence}});
  const auto ms = [](std::chrono::microseconds span) { return static_cast<double>(span.count()) / 1000; };
  fmt::print(
      "recharge at 2400 baud               {:>10.1f} ms   {} questions; {:.4f} x its bytes and answer delays ({})\n",
      ms(wire + ours), questions, ms(wire + ours) / ms(wire), aims.beside(Aim::recharge, ms(wire + ours) / ms(wire)));
  TRY(day,
      sim::run_day({.meters = 1, .hours = 1, .seed = 1, .buyers_percent = 100, .readings = 0, .trouble = false, .network = {}}));
  fmt::print("  with the meter's whole word before and after {:.1f} ms: {:.2f} x the recharge alone\n", ms(day.use.longest),
             ms(day.use.longest) / ms(wire));
  return {};
}

// ---- a line that is never free

Result<void> measure_queue() {
  TRY(day, sim::run_day({.meters = 64,
                         .hours = 6,
                         .seed = 5,
                         .buyers_percent = 100,
                         .reads_all_the_time = true,
                         .trouble = false,
                         .network = {}}));
  const auto seconds = [](auto span) { return std::chrono::duration<double>(span).count(); };
  fmt::print(
      "64 meters read without end, {} sales: a sale waits {:.2f} s for the conversation before it, {:.2f} s at most (longest "
      "conversation {:.2f} s)\n",
      day.sales, seconds(day.sale_waited) / static_cast<double>(day.sales), seconds(day.sale_waited_most),
      seconds(day.use.longest));
  fmt::print("  of the line's time {:.3f} % is lost to queueing: nobody spoke although something waited. The day {}.\n",
             100 * seconds(day.use.idle_with_work) / seconds(day.use.in_contact), day.adds_up() ? "adds up" : "DOES NOT ADD UP");
  return {};
}

Result<int> measure(const LinesOptions& options) {
  measure_frames(options);
  MUST(measure_links(options));
  Aims aims;
  MUST(measure_recharge(aims));
  MUST(measure_queue());
  return aims.status(true, options.strict);
}

}  // namespace

Verb bench_lines_verb() {
  auto options = std::make_shared<LinesOptions>();
  return {.name = "bench-lines",
          .help = "Measure lines to meters against their physical limits",
          .options = {{"--links", &options->links, "Links that say nothing", {.shows_default = true, .range = Range{1, 500'000}}},
                      {"--frames", &options->frames, "Frames to decode", {.shows_default = true, .range = Range{1000, 100'000'000}}},
                      {"--strict", &options->strict, "Fail when the aim is missed"}},
          .example = "kwota bench-lines --links 10000",
          .run = run_with(options, measure)};
}

}  // namespace kwota::app
