#include "sim/reader/private_pcscd.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>

#include "sim/reader/descriptor.h"

extern char** environ;

namespace kwota::sim {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr const char* daemon_path = "/usr/sbin/pcscd";
constexpr const char* driver_path = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
// pcscd reads every file of its configuration folder as configuration, so the log lies outside.
constexpr const char *configuration_folder = "readers", *log_name = "pcscd.log";
constexpr milliseconds start_limit{10'000}, stop_limit{3'000};

Error failed(std::string reason) {
  return error(Fault::ours, "card_service_failed", "The virtual card reader could not be started: " + reason + ".",
               {{"reason", reason}});
}

bool port_is_free(std::uint16_t port) {
  const Descriptor probe(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const int on = 1;
  ::setsockopt(probe.number(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_ANY);
  return ::bind(probe.number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

// Below the kernel's ephemeral range (32768), where an outgoing connection may own the port of the moment. Two programs that
// look at the same time begin at different places.
std::vector<std::uint16_t> free_ports(std::size_t pairs) {
  constexpr int first = 20'000, range = 12'000;
  std::vector<std::uint16_t> ports;
  const int start = static_cast<int>(::getpid()) * 32 % range;
  for (int step = 0; step < range && ports.size() < pairs; step += 2) {
    const auto port = static_cast<std::uint16_t>(first + (start + step) % range);
    if (port_is_free(port) && port_is_free(static_cast<std::uint16_t>(port + 1))) ports.push_back(port);
  }
  return ports;
}

std::string name_of_pair(std::size_t pair) { return "Kwota " + std::to_string(pair); }

/// The driver knows its slots by their number within a reader: two readers of one library would get each other's cards. So every
/// further pair has a copy of the library, which is another one to the service.
Result<fs::path> driver_of_pair(const fs::path& folder, std::size_t pair) {
  if (pair == 0) return fs::path{driver_path};
  const auto copy = folder.parent_path() / ("pair-" + std::to_string(pair) + ".so");
  std::error_code problem;
  fs::copy_file(driver_path, copy, fs::copy_options::overwrite_existing, problem);
  return problem ? failed("its driver cannot be copied to " + copy.string()) : Result<fs::path>{copy};
}

Result<void> write_configuration(const fs::path& folder, const std::vector<std::uint16_t>& ports) {
  std::error_code problem;
  fs::create_directories(folder, problem);
  std::ofstream file(folder / "reader.conf", std::ios::trunc);
  for (std::size_t pair = 0; pair < ports.size(); ++pair) {
    TRY(driver, driver_of_pair(folder, pair));
    std::ostringstream port;
    port << "0x" << std::hex << std::uppercase << ports[pair];
    file << "FRIENDLYNAME \"" << name_of_pair(pair) << "\"\nDEVICENAME   /dev/null:" << port.str() << "\nLIBPATH      "
         << driver.string() << "\nCHANNELID    " << port.str() << "\n\n";
  }
  file.close();
  return file ? Result<void>{} : failed("its configuration cannot be written in " + folder.string());
}

Result<std::unique_ptr<Descriptor>> listening_socket(const fs::path& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const auto text = path.string();
  if (text.size() >= sizeof address.sun_path) return failed("the path of the socket is longer than 107 characters");
  std::ranges::copy(text, address.sun_path);
  ::unlink(text.c_str());
  auto socket = std::make_unique<Descriptor>(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  const bool listens = ::bind(socket->number(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
                       ::listen(socket->number(), 16) == 0;
  if (!listens) return failed(std::strerror(errno));
  return socket;
}

// Between fork and exec only what a signal handler may do: the numbers are written by hand.
void write_number(char* to, pid_t value) {
  std::array<char, 16> digits{};
  std::size_t count = 0;
  for (; value > 0; value /= 10) digits[count++] = static_cast<char>('0' + value % 10);
  while (count > 0) *to++ = digits[--count];
  *to = '\0';
}

// sd_listen_fds(3): the daemon takes descriptor 3 when LISTEN_PID is its own number.
pid_t spawn(int socket, int log, const std::string& folder) {
  constexpr int activated = 3;
  std::array<char, 32> pid_text{"LISTEN_PID="};
  std::array<char, 16> fds_text{"LISTEN_FDS=1"};
  std::vector<char*> environment;
  for (char** variable = environ; *variable != nullptr; ++variable)
    if (std::strncmp(*variable, "LISTEN_", 7) != 0) environment.push_back(*variable);
  environment.insert(environment.end(), {pid_text.data(), fds_text.data(), nullptr});
  std::string arguments[] = {"pcscd", "-f", "-i", "-c", folder};
  std::vector<char*> argv;
  for (auto& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);

  sigset_t none;
  ::sigemptyset(&none);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child != 0) return child;
  ::sigprocmask(SIG_SETMASK, &none, nullptr);  // what our program waits for with sigwait() would never reach the daemon
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (::getppid() != parent) ::_exit(127);
  write_number(pid_text.data() + std::strlen("LISTEN_PID="), ::getpid());
  ::dup2(log, STDOUT_FILENO);
  ::dup2(log, STDERR_FILENO);
  if (socket == activated) ::fcntl(socket, F_SETFD, 0);
  else ::dup2(socket, activated);
  ::execve(daemon_path, argv.data(), environment.data());
  ::_exit(127);
}

std::size_t occurrences(const fs::path& log, std::string_view text) {
  std::ifstream file(log);
  const std::string content((std::istreambuf_iterator<char>(file)), {});
  std::size_t count = 0;
  for (auto at = content.find(text); at != std::string::npos; at = content.find(text, at + 1)) ++count;
  return count;
}

// Readable when the process has ended (Linux 5.3); the C library of Debian 12 declares it for C only.
int pidfd_open(pid_t process) { return static_cast<int>(::syscall(SYS_pidfd_open, process, 0)); }

// True: the process has ended, and is forgotten by the kernel.
bool wait_for_end(pid_t process, milliseconds limit) {
  const Descriptor alive(pidfd_open(process));
  pollfd watched{alive.number(), POLLIN, 0};
  if (::poll(&watched, 1, static_cast<int>(limit.count())) <= 0) return false;
  ::waitpid(process, nullptr, 0);
  return true;
}

// The daemon says in its log when it and its readers listen; `changes` tells when the log grows.
Result<void> wait_until_ready(pid_t process, const fs::path& log, const Descriptor& changes, std::size_t pairs) {
  using Clock = std::chrono::steady_clock;
  const auto deadline = Clock::now() + start_limit;
  const Descriptor alive(pidfd_open(process));
  while (occurrences(log, "daemon ready") == 0 || occurrences(log, "Waiting for virtual ICC on port") < 2 * pairs) {
    const auto left = std::chrono::duration_cast<milliseconds>(deadline - Clock::now()).count();
    pollfd watched[2] = {{changes.number(), POLLIN, 0}, {alive.number(), POLLIN, 0}};
    if (left <= 0 || ::poll(watched, 2, static_cast<int>(left)) <= 0)
      return failed("the card service was not ready in time, see " + log.string());
    if (watched[1].revents != 0) return failed("the card service ended at once, see " + log.string());
    std::array<char, 4096> events{};
    [[maybe_unused]] const auto drained = ::read(changes.number(), events.data(), events.size());
  }
  return Done{};
}

}  // namespace

bool PrivatePcscd::installed() { return ::access(daemon_path, X_OK) == 0 && ::access(driver_path, R_OK) == 0; }

Result<PrivatePcscd> PrivatePcscd::start(Setup setup) {
  assert(setup.slots >= 1 && setup.slots <= slots_max);
  if (!installed())
    return error(Fault::ours, "card_service_missing",
                 "The virtual card reader is not installed: packages pcscd and vsmartcard-vpcd.");
  const std::size_t pairs = (setup.slots + 1) / 2;
  auto ports = free_ports(pairs);
  if (ports.size() < pairs) return failed("no free port between 20000 and 32000");
  PrivatePcscd pcscd(std::move(setup), std::move(ports));
  MUST(pcscd.start_again());
  return pcscd;
}

Result<void> PrivatePcscd::start_again() {
  assert(!running());
  MUST(write_configuration(setup_.folder / configuration_folder, ports_));
  TRY(socket, listening_socket(setup_.socket));
  const auto log_path = setup_.folder / log_name;
  const Descriptor log(::open(log_path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
  const Descriptor changes(::inotify_init1(IN_CLOEXEC));
  if (!log.open() || ::inotify_add_watch(changes.number(), log_path.c_str(), IN_MODIFY) < 0) return failed(std::strerror(errno));
  process_ = spawn(socket->number(), log.number(), (setup_.folder / configuration_folder).string());
  if (process_ < 0) return failed(std::strerror(errno));
  auto ready = wait_until_ready(process_, log_path, changes, ports_.size());
  if (!ready.ok()) stop();
  return ready;
}

void PrivatePcscd::stop() {
  if (!running()) return;
  ::kill(process_, SIGTERM);
  if (!wait_for_end(process_, stop_limit)) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  process_ = -1;
  ::unlink(setup_.socket.c_str());
}

PrivatePcscd::PrivatePcscd(PrivatePcscd&& other) noexcept
    : setup_(std::move(other.setup_)), ports_(std::move(other.ports_)), process_(std::exchange(other.process_, -1)) {}

PrivatePcscd& PrivatePcscd::operator=(PrivatePcscd&& other) noexcept {
  if (this != &other) {
    stop();
    setup_ = std::move(other.setup_);
    ports_ = std::move(other.ports_);
    process_ = std::exchange(other.process_, -1);
  }
  return *this;
}

PrivatePcscd::~PrivatePcscd() { stop(); }

std::uint16_t PrivatePcscd::port(std::size_t slot) const { return static_cast<std::uint16_t>(ports_.at(slot / 2) + slot % 2); }

std::string PrivatePcscd::reader_name(std::size_t slot) const {
  return name_of_pair(slot / 2) + " 00 0" + std::to_string(slot % 2);
}

}  // namespace kwota::sim
