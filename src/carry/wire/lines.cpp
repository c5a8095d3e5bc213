#include "carry/wire/lines.h"

#include <mutex>
#include <thread>

#include "carry/wire/lines_io.h"

namespace kwota::wire {

Lines::Lines(Settings settings) : io_(std::make_shared<Io>(settings)) {
  io_->thread = std::thread([&io = *io_] { io.context.run(); });
}

Lines::~Lines() {
  io_->closed = true;
  asio::post(io_->context, [&io = *io_] { io.end(); });
  io_->thread.join();
}

void Lines::Io::end() {
  const auto ending = std::exchange(live, {});
  for (auto* one : ending) one->end();
  boost::system::error_code ignored;
  if (acceptor) acceptor->close(ignored);
  sweeper.cancel();
  guard.reset();
}

Result<std::shared_ptr<Line>> Lines::open(const std::string& link) {
  TRY(name, LinkName::parse(link));
  if (io_->settings.may_open) MUST(io_->settings.may_open(link));
  return name.dials_in() ? dialled_line(io_, link, std::move(name)) : own_line(io_, link, std::move(name));
}

std::vector<std::string> Lines::present() const {
  const std::lock_guard lock(io_->mutex);
  return {io_->present.begin(), io_->present.end()};
}

void Lines::when_present(std::function<void(const std::string& who)> call) { io_->came = std::move(call); }

Result<std::string> Lines::listen(const std::string& where) {
  TRY(name, LinkName::parse(where));
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(name.host, failed);
  if (name.kind != LinkName::Kind::tcp || failed)
    return error(Fault::request, "bad_link", "Concentrators and modules dial in at tcp://ADDRESS:PORT.", {{"link", where}});
  const tcp::endpoint endpoint{address, static_cast<std::uint16_t>(std::stoul(name.port))};
  auto acceptor = std::make_unique<tcp::acceptor>(io_->context);
  acceptor->open(endpoint.protocol(), failed);
  if (!failed) acceptor->set_option(asio::socket_base::reuse_address(true), failed);
  if (!failed) acceptor->bind(endpoint, failed);
  if (!failed) acceptor->listen(asio::socket_base::max_listen_connections, failed);
  if (failed) return link_failed(where, failed.message());
  const auto there = acceptor->local_endpoint(failed);
  asio::post(io_->context, [&io = *io_, made = std::make_shared<std::unique_ptr<tcp::acceptor>>(std::move(acceptor))] {
    io.acceptor = std::move(*made);
    io.accept();
    io.sweep();
  });
  return "tcp://" + there.address().to_string() + ":" + std::to_string(there.port());
}

}  // namespace kwota::wire
