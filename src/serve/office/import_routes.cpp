// Files that come into the registers: put on the desk, mapped, mended, written in groups, taken back; and, for programs, a file in one request.
#include "base/cause.h"
#include "base/text/text_gate.h"
#include "people/permissions.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/office/import_view.h"
#include "serve/router/answer.h"
#include "serve/words/words.h"
#include "work/import_desk/content.h"
#include "work/import_desk/whole_file.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::object;
using boost::json::value;
using import_desk::ImportDesk;
using DeskPtr = std::shared_ptr<ImportDesk>;

/// Which registers, the desk says (import_desk::brought_by).
constexpr books::Rights brings_files = "import|stations_write";
constexpr std::size_t rows_a_page = 50, rows_a_page_max = 200, file_name_max = 120;

// ---- a file in one request -----------------------------------------------------------------------------------------------

object report_view(const imports::ImportReport& report, const std::string& language) {
  return {{"new", report.created},
          {"changed", report.changed},
          {"same", report.same},
          {"written", report.written},
          {"encoding", customer::name_of(report.encoding)},
          {"errors", cell_errors_json(report.errors, language)}};
}

void import(ServerParts& server, const CallPtr& call) {
  server.files->run([&server, call] {
    const auto of = imports::find_importable(call->path.at("table"), server.importables);
    if (!of) return call->refuse(of.error());
    const auto dry = call->request.parameter("dry_run");
    const auto encoding = customer::encoding_said(call->request.parameter("encoding"));
    if (!encoding) return call->refuse(encoding.error());
    const import_desk::WholeFile file{.of = *of, .bytes = call->request.body, .encoding = *encoding, .control_total = std::string(call->request.parameter("control_total")),
                                      .approval = parameter_number(*call, "approval"), .look_only = !dry.empty() && dry != "0"};
    const auto done = import_desk::take_whole(server.books, file, context_of(server, *call));
    if (!done) return refuse_or_ask(server, call, done.error());
    call->answer(report_view(*done, call->language));
  });
}

// ---- what can be imported ------------------------------------------------------------------------------------------------

void get_registers(ServerParts&, const CallPtr& call, const DeskPtr& desk) {
  array rows;
  for (const auto* one : desk->importables()) {
    if (!import_desk::may_bring(*one, *call->who)) continue;
    array columns;
    for (const auto& column : one->columns) columns.push_back(object{{"name", column.name}, {"word", column_word(call->language, one->name, column.name)}, {"required", column.required}});
    rows.push_back(object{{"name", one->name}, {"columns", std::move(columns)}});
  }
  call->answer(object{{"rows", std::move(rows)}});
}

void answer_file(const CallPtr& call, Result<std::shared_ptr<Spool>> file, FileForm form, const std::string& name) {
  if (!file) return call->refuse(file.error());
  call->respond(answer_download(std::move(*file), content_type(form), named(name, form)));
}

Result<FileForm> form_asked(const Call& call) {
  const auto form = call.request.parameter("format");
  return form.empty() ? FileForm::csv : file_form_in(form, import_forms);
}

void get_template(ServerParts&, const CallPtr& call, const DeskPtr& desk) {
  const auto of = desk->importable(call->path.at("register"));
  if (!of) return call->refuse(of.error());
  const auto form = form_asked(*call);
  if (!form) return call->refuse(form.error());
  answer_file(call, template_file(**of, *form, call->language), *form, (*of)->name);
}

// ---- a file on the desk --------------------------------------------------------------------------------------------------

void answer_draft(const CallPtr& call, const Result<import_desk::DraftPtr>& draft) {
  if (!draft) return call->refuse(draft.error());
  call->answer(draft_json(**draft, call->language));
}

void put_on_desk(ServerParts& server, const CallPtr& call, const DeskPtr& desk) {
  const std::string of(call->request.parameter("register")), name(call->request.parameter("name"));
  if (const auto good = text_gate::admit("name", name, text_gate::Kind::line, file_name_max); !good) return call->refuse(good.error());
  const auto encoding = customer::encoding_said(call->request.parameter("encoding"));
  if (!encoding) return call->refuse(encoding.error());
  server.files->run([&server, call, desk, of, name, encoding = *encoding] {
    answer_draft(call, desk->open_file({.importable = of, .name = name, .bytes = call->request.body, .encoding = encoding}, context_of(server, *call), known_in(of)));
  });
}

void get_draft(ServerParts&, const CallPtr& call, const DeskPtr& desk) { answer_draft(call, desk->draft(call->path.at("draft"), call->who->name)); }

void map_draft(ServerParts& server, const CallPtr& call, const DeskPtr& desk) {
  server.files->run([&server, call, desk] { answer_draft(call, desk->map(call->path.at("draft"), Asked(call->body).texts("columns"), context_of(server, *call))); });
}

void fix_cell(ServerParts& server, const CallPtr& call, const DeskPtr& desk) {
  server.files->run([&server, call, desk] {
    const Asked asked(call->body);
    answer_draft(call, desk->fix(call->path.at("draft"), static_cast<std::size_t>(asked.number("row")), asked.text("column"), asked.text("text"), context_of(server, *call)));
  });
}

void get_rows(ServerParts&, const CallPtr& call, const DeskPtr& desk) {
  const auto draft = desk->draft(call->path.at("draft"), call->who->name);
  if (!draft) return call->refuse(draft.error());
  const std::string named(call->request.parameter("tab"));
  const auto tab = parse_word<DraftTab>(named);
  if (!tab) return call->refuse(error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", named}}));
  const auto from = std::max<std::int64_t>(parameter_number(*call, "from"), 0), size = parameter_number(*call, "page_size");
  const auto count = size <= 0 ? rows_a_page : std::min(static_cast<std::size_t>(size), rows_a_page_max);
  call->answer(rows_json(**draft, *tab, static_cast<std::size_t>(from), count, call->language));
}

void get_errors(ServerParts& server, const CallPtr& call, const DeskPtr& desk) {
  server.files->run([call, desk] {
    const auto draft = desk->draft(call->path.at("draft"), call->who->name);
    if (!draft) return call->refuse(draft.error());
    const auto form = form_asked(*call);
    if (!form) return call->refuse(form.error());
    answer_file(call, errors_file(**draft, *form, call->language), *form, "errors");
  });
}

// ---- runs ----------------------------------------------------------------------------------------------------------------

/// Of whoever began it, as the books have him now.
ImportDesk::ContextOf context_of_operator(ServerParts& server) {
  return [&server](const std::string& name) -> Result<people::Context> {
    TRY(who, server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Operator>> { return books.find<books::Operator>(name); }));
    if (!who) return error(Fault::refused, Cause::permission_denied, "Whoever began this import works here no more.", {{"permission", "import"}});
    Call call;
    call.who = *who;
    return context_of(server, call);
  };
}

void answer_run(ServerParts& server, const CallPtr& call, const books::ImportRun& run) { call->answer(run_json(run, call->language, server.clock.now())); }

void write_draft(ServerParts& server, const CallPtr& call, const DeskPtr& desk) {
  server.files->run([&server, call, desk] {
    const Asked asked(call->body);
    const auto choice = parse_word<books::ImportChoice>(asked.text("choice").empty() ? "all" : asked.text("choice"));
    if (!choice) return call->refuse(error(Fault::request, "unknown_kind", "There is no such kind.", {{"kind", asked.text("choice")}}));
    const auto run = desk->start({call->path.at("draft"), *choice, asked.number("approval"), asked.text("control_total")}, context_of(server, *call));
    if (!run) return refuse_or_ask(server, call, run.error());
    // The page follows it by its number; it goes on when nobody looks any more.
    server.files->run([&server, desk, number = run->number] { static_cast<void>(desk->go_on(number, context_of_operator(server))); });
    answer_run(server, call, *run);
  });
}

void get_run(ServerParts& server, const CallPtr& call, const DeskPtr&) {
  const auto run = server.books.read([&](const books::Reader& books) -> Result<books::ImportRun> {
    if (auto row = books.find<books::ImportRun>(path_number(*call, "number")); row && (call->who->station.empty() || row->station == call->who->station)) return *std::move(row);
    return error(Fault::request, "unknown_import", "There is no such import.", {{"import", call->path.at("number")}});
  });
  if (!run) return call->refuse(run.error());
  answer_run(server, call, *run);
}

void undo_run(ServerParts& server, const CallPtr& call, const DeskPtr& desk) {
  server.files->run([&server, call, desk] {
    const auto run = desk->undo(path_number(*call, "number"), Asked(call->body).number("approval"), context_of(server, *call));
    if (!run) return refuse_or_ask(server, call, run.error());
    answer_run(server, call, *run);
  });
}

}  // namespace

void add_import_routes(Router& router, ServerParts& server) {
  router.add({"POST", "/import/{table}", brings_files, [&server](const CallPtr& call) { import(server, call); }});
  const auto desk = std::make_shared<ImportDesk>(server.books, server.data / "imports", server.importables, [&server] { return to_hex(server.random.bytes(8)); });
  const auto on = [&](std::string method, std::string pattern, auto act) {
    router.add({std::move(method), std::move(pattern), brings_files, [&server, desk, act](const CallPtr& call) { act(server, call, desk); }});
  };
  on("GET", "/imports/registers", get_registers);
  on("GET", "/imports/registers/{register}/template", get_template);
  on("POST", "/imports/drafts", put_on_desk);
  on("GET", "/imports/drafts/{draft}", get_draft);
  on("POST", "/imports/drafts/{draft}/columns", map_draft);
  on("POST", "/imports/drafts/{draft}/cells", fix_cell);
  on("GET", "/imports/drafts/{draft}/rows", get_rows);
  on("GET", "/imports/drafts/{draft}/errors", get_errors);
  on("POST", "/imports/drafts/{draft}/write", write_draft);
  on("GET", "/imports/runs/{number}", get_run);
  on("POST", "/imports/runs/{number}/undo", undo_run);
  // What a killed program left.
  server.files->run([&server, desk] { desk->resume(context_of_operator(server), server.clock.now()); });
}

}  // namespace kwota::serve
