// The form of a signed request, as docs/outlets.md tells it to whoever writes a terminal.
#include <gtest/gtest.h>

#include "seal/cipher/request_signature.h"
#include "serve/api/outlet_door.h"

namespace kwota::serve {
namespace {

const std::string secret = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
constexpr auto worked_signature = "741fc99cc95ce1592117f6c9681a622479c9d18ddb71994681e2d57ec079441b";

Request quote_request() {
  Request request;
  request.method = "POST";
  request.path = request.target = "/api/v1/outlet/quotes";
  request.body = R"({"account":100001,"amount":"33.30"})";
  return request;
}

Request signed_request(const std::string& header) {
  auto request = quote_request();
  request.headers["authorization"] = header;
  return request;
}

const std::string good = std::string("Kwota-HMAC-SHA256 key=O-01.T1.1, time=2026-11-20T08:00:00Z, nonce=nonce-0001, signature=") + worked_signature;

TEST(SignedRequest, the_worked_example_of_the_documents) {
  const auto how = signed_by(signed_request(good));
  ASSERT_TRUE(how.ok() && *how);
  const auto text = canonical_text(quote_request(), **how);
  EXPECT_EQ(text,
            "KWOTA-HMAC-SHA256-1\nPOST\n/api/v1/outlet/quotes\nb43df75984a9c34715ddad3cce19330c002de8ae0168d464247f3a7932fe6014\n2026-11-20T08:00:00Z\nnonce-0001");
  EXPECT_EQ(seal::text_signature(secret, text), worked_signature);
}

TEST(SignedRequest, each_part_of_a_request_is_in_its_signature) {
  const auto how = **signed_by(signed_request(good));
  const auto before = canonical_text(quote_request(), how);
  for (const auto change : {+[](Request& request) { request.method = "GET"; }, +[](Request& request) { request.target += "?day=2026-11-20"; }, +[](Request& request) { request.body += " "; }}) {
    auto request = quote_request();
    change(request);
    EXPECT_NE(canonical_text(request, how), before);
  }
}

TEST(SignedRequest, what_has_not_its_form_is_refused_and_what_is_not_signed_is_left_alone) {
  for (const std::string bad : {"Kwota-HMAC-SHA256 key=O-01.T1.1", "Kwota-HMAC-SHA256 ", "Kwota-HMAC-SHA256 colour=red"}) EXPECT_EQ(signed_by(signed_request(bad)).error().code, "signature_malformed");
  EXPECT_EQ(signed_by(signed_request(good + ", key=O-02.T1.1")).error().code, "signature_malformed") << "each once";
  EXPECT_FALSE(*signed_by(signed_request("Basic dGVzdDp0ZXN0")));
  EXPECT_FALSE(*signed_by(quote_request()));
}

}  // namespace
}  // namespace kwota::serve
