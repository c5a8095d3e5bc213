// Files that come into registers which say themselves how they are kept, for whoever has no server: the command line.   Begin with register_files().
#pragma once
#include <vector>

#include "sell/imports/importable.h"

namespace kwota::serve {

/// What their forms declare; beside imports::importables().
std::vector<imports::Importable> register_files();

// Each file of routes has its own.
void add_collection_files(std::vector<imports::Importable>& to);
void add_review_files(std::vector<imports::Importable>& to);

}  // namespace kwota::serve
