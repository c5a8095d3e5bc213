// The key system as the console is shown it: the tree, a ceremony, a campaign, the vaults. Check values and names, never a key.
#pragma once
#include "keys/campaign/campaign.h"
#include "serve/api/server_parts.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

/// Versions with what the vaults themselves say of them, factors, devices, backup, what is going on.
Result<object> tree_view(ServerParts& server);
/// Who looks sees the check value of his own component only. Error `unknown_ceremony`.
Result<object> ceremony_view(ServerParts& server, std::int64_t number, const std::string& viewer);
/// With progress, and what is missing and where. Error `unknown_campaign`.
Result<object> campaign_view(ServerParts& server, std::int64_t number);
Result<object> vaults_view(ServerParts& server);

object factors_view(const std::optional<books::KeyFactors>& factors, std::uint32_t county);
boost::json::array formed_view(const std::vector<keys::FormedKey>& keys);
object version_view(const books::KeyVersion& row);
object device_view(const books::KeyDevice& row, int digits);

}  // namespace kwota::serve
