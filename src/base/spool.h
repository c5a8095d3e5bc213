// A file without a name: what is made for somebody goes there piece by piece, is handed out piece by piece, and is gone when the last
// who holds it lets go – also when the program is killed.
// Guarantees: only this process can open it; memory does not grow with it.
// Begin with Spool::make(), write(), then finish().
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota {

class Spool {
 public:
  /// In the folder for temporary files (TMPDIR, else /tmp). Error `file_not_made`.
  static Result<std::shared_ptr<Spool>> make();
  Spool(const Spool&) = delete;
  Spool& operator=(const Spool&) = delete;
  ~Spool();

  /// At the end of what is there. What could not be written is said by finish().
  void write(std::string_view bytes);
  /// Everything was written, and reading begins at its first byte. Error `file_not_made`: nothing of it may be used.
  Result<void> finish();

  std::uint64_t size() const { return size_; }  ///< after finish()
  int descriptor() const { return descriptor_; }
  /// For a library that writes to names only, as long as this object lives.
  std::string path() const;

 private:
  explicit Spool(int descriptor) : descriptor_(descriptor) {}
  void flush();

  int descriptor_;
  bool failed_ = false;
  std::uint64_t size_ = 0;
  std::string waiting_;
};

/// There was no room, or no folder: the error of everybody who fills such a file.
Error file_not_made();

}  // namespace kwota
