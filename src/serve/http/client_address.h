// Who speaks to us: the peer of the socket, or, behind a proxy of ours, the client that the proxy names – and whether he came by TLS.
// What a client says about himself is believed only from a proxy whose address was configured.   Begin with Proxies::name_client().
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace kwota::serve {

struct Request;

/// Whether somebody with this address sits at this machine: its loopback addresses alone, for any other may be a stranger's.
bool is_this_machine(std::string_view address);

/// Under what an address is counted where one has only so much: IPv6 by its network of 64 bits ("2001:db8:0:1::/64"), for who has one
/// has all its addresses; IPv4 as it is, also where it comes written as IPv6. What is no address is counted as it stands.
std::string counted_address(std::string_view address);

/// "127.0.0.1", "10.0.0.0/8", "::1": addresses of proxies of ours that end TLS.
class Proxies {
 public:
  /// Error `bad_proxy` {text}.
  static Result<Proxies> parse(const std::vector<std::string>& texts);
  bool trusts(std::string_view address) const;
  /// Sets `remote` and `secure` of a request whose `remote` is the socket's peer, by X-Forwarded-For and X-Forwarded-Proto of a proxy of
  /// ours (the last address that is none of ours); takes both headers out when the peer is a stranger.
  void name_client(Request& request) const;

 private:
  struct Network {
    std::vector<std::uint8_t> address;  ///< 4 or 16 bytes
    int bits = 0;
  };
  std::vector<Network> networks_;
};

/// The names by which this server may be asked: any address written in figures (no foreign page can make a browser send one that is
/// not ours), "localhost", and names that were configured. Against pages of others whose name is made to lead here.
class Hosts {
 public:
  explicit Hosts(std::vector<std::string> names = {});
  /// `host`: value of the header, with or without a port.
  bool admit(std::string_view host) const;

 private:
  std::vector<std::string> names_;
};

}  // namespace kwota::serve
