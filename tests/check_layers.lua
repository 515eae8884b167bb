-- Refuses what the house does not allow in engine/: an include that does not go down, a third-party header
-- outside its room, printing or ending the program outside the command line, and libm where results are made.
--
--   lua5.4 tests/check_layers.lua FOLDER      checks FOLDER/engine, prints each fault as file:line: what
--   lua5.4 tests/check_layers.lua --selftest  shows that every rule refuses a planted fault

local LAYER = {
    base = 0, control = 1, world = 2, race = 3, measure = 4,
    exercise = 5, script = 6, report = 7, console = 8, cli = 9,
}

-- Third-party headers, by the start of their path, and the one room that may include them; false is nowhere.
local HEADER_ROOM = {
    {"lua.h", "script"}, {"lauxlib.h", "script"}, {"lualib.h", "script"}, {"lua5.4/", "script"},
    {"cJSON.h", "base"}, {"cjson/", "base"}, {"sqlite3.h", "base"},
    {"xlsxwriter", "base"}, {"zip.h", "base"}, {"libxml/", "base"}, {"cmark-gfm", "base"},
    {"microhttpd.h", "console"}, {"sodium.h", "console"},
    {"gsl/", false}, {"igraph", false}, {"boost/", false}, {"pcg_", false}, {"cmocka.h", false},
}

-- Words that print or end the program; only the command line may use them.
local CLI_ONLY = {
    "printf", "fprintf", "vprintf", "vfprintf", "dprintf", "puts", "putchar", "perror",
    "exit", "_exit", "_Exit", "quick_exit", "abort", "system", "popen",
}

-- Their last bits differ from machine to machine; base/exact.h has what results are made with. The rooms from
-- report upwards only draw.
local LIBM = {
    "exp", "exp2", "expm1", "log", "log2", "log10", "log1p", "pow", "cbrt", "hypot",
    "sin", "cos", "tan", "sinh", "cosh", "tanh", "asin", "acos", "atan", "atan2", "erf", "erfc", "tgamma", "lgamma",
}
local LIBM_BELOW = LAYER.exercise

-- Comments, and texts if asked for, as blanks, so that what is left is code on its own lines.
local function without(text, texts_too)
    local out, at = {}, 1
    local function blank(part) return (part:gsub("[^\n]", " ")) end
    while at <= #text do
        local stop
        local two, one = text:sub(at, at + 1), text:sub(at, at)
        if two == "/*" then
            stop = select(2, text:find("*/", at + 2, true)) or #text
        elseif two == "//" then
            stop = (text:find("\n", at, true) or #text + 1) - 1
        elseif one == '"' or one == "'" then
            stop = at + 1
            while stop <= #text and text:sub(stop, stop) ~= one do
                stop = stop + (text:sub(stop, stop) == "\\" and 2 or 1)
            end
            stop = math.min(stop, #text)
            if not texts_too then
                out[#out + 1], at, stop = text:sub(at, stop), stop + 1, nil
            end
        else
            local plain = math.max(at, (text:find("[/\"']", at + 1) or #text + 1) - 1)
            out[#out + 1], at = text:sub(at, plain), plain + 1
        end
        if stop then
            out[#out + 1], at = blank(text:sub(at, stop)), stop + 1
        end
    end
    return table.concat(out)
end

local function each_line(text)
    local number = 0
    return function()
        number = number + 1
        local line
        line, text = text:match("^([^\n]*)\n?(.*)$")
        if line ~= "" or text ~= "" then return number, line end
    end
end

local function header_fault(room, header)
    local target = header:match("^([%w_]+)/")
    if target and LAYER[target] then
        if target ~= room and LAYER[target] >= LAYER[room] then
            return ("%s (%d) includes upwards from %s (%d)"):format(header, LAYER[target], room, LAYER[room])
        end
        return
    end
    for _, rule in ipairs(HEADER_ROOM) do
        local start, home = rule[1], rule[2]
        if header:sub(1, #start) == start and home ~= room then
            return header .. (home and " belongs to the room " .. home .. " alone" or " has no place in engine/")
        end
    end
end

local function include_fault(room, line)
    local quote, header = line:match('^%s*#%s*include%s*([<"])([^>"]+)[>"]')
    if not header then return end
    if quote == '"' and not LAYER[header:match("^([%w_]+)/") or ""] then
        return header .. ' does not name its room; write "room/file.h"'
    end
    return header_fault(room, header)
end

local function call_fault(line, words, why)
    for _, word in ipairs(words) do
        if line:find("%f[%w_]" .. word .. "%f[^%w_]%s*%(") then return word .. "() " .. why end
    end
end

local function code_fault(room, line)
    local fault
    if room ~= "cli" then fault = call_fault(line, CLI_ONLY, "is for engine/cli alone") end
    if not fault and LAYER[room] < LIBM_BELOW then
        fault = call_fault(line, LIBM, "may round differently elsewhere; use base/exact.h")
    end
    return fault
end

-- Faults of one file, as a list of lines.
local function check_file(path, text)
    local room = path:match("^engine/([%w_]+)/")
    if not (room and LAYER[room]) then return {path .. ":1: is in no room of the house"} end
    local faults = {}
    for number, line in each_line(without(text, false)) do
        local fault = include_fault(room, line)
        if fault then faults[#faults + 1] = ("%s:%d: %s"):format(path, number, fault) end
    end
    for number, line in each_line(without(text, true)) do
        local fault = code_fault(room, line)
        if fault then faults[#faults + 1] = ("%s:%d: %s"):format(path, number, fault) end
    end
    return faults
end

local function check_tree(folder)
    local list = assert(io.popen(("cd '%s' && find engine -name '*.[ch]' | LC_ALL=C sort"):format(folder)))
    local files, faults = 0, 0
    for path in list:lines() do
        local file = assert(io.open(folder .. "/" .. path))
        files = files + 1
        for _, fault in ipairs(check_file(path, file:read("a"))) do
            faults = faults + 1
            print(fault)
        end
        file:close()
    end
    list:close()
    print(("%d files, %d faults"):format(files, faults))
    return files > 0 and faults == 0
end

-- {path, text, words of the fault that must be reported, or nil where there must be none}
local PLANTED = {
    {"engine/base/a.c", '#include "race/race.h"\n', "includes upwards"},
    {"engine/world/a.h", "int x;\n  #  include <race/race.h>\n", ":2: race/race.h (3) includes upwards"},
    {"engine/report/a.c", '#include "cli/cmd.h"\n', "includes upwards"},
    {"engine/race/a.c", '#include "../cli/cmd.h"\n', "does not name its room"},
    {"engine/race/a.c", '#include "queue.h"\n', "does not name its room"},
    {"engine/race/a.c", '/* why */ #include "script/host.h"\n', "includes upwards"},
    {"engine/race/a.c", '#include "race/queue.h"\n#include "base/vec.h"\n#include <stdio.h>\n'},
    {"engine/race/a.c", '// #include "cli/cmd.h"\n/*\n#include "cli/cmd.h"\n*/\n'},
    {"engine/cellar/a.c", "", "in no room"},
    {"engine/a.c", "", "in no room"},
    {"engine/world/a.c", "#include <lua.h>\n", "belongs to the room script"},
    {"engine/report/a.c", "#include <lauxlib.h>\n", "belongs to the room script"},
    {"engine/cli/a.c", "#include <lua5.4/lualib.h>\n", "belongs to the room script"},
    {"engine/script/a.c", "#include <lua.h>\n#include <lauxlib.h>\n"},
    {"engine/control/a.c", "#include <cjson/cJSON.h>\n", "belongs to the room base"},
    {"engine/world/a.c", "#include <sqlite3.h>\n", "belongs to the room base"},
    {"engine/report/a.c", "#include <xlsxwriter.h>\n", "belongs to the room base"},
    {"engine/control/a.c", "#include <libxml/parser.h>\n", "belongs to the room base"},
    {"engine/cli/a.c", "#include <zip.h>\n", "belongs to the room base"},
    {"engine/base/a.c", "#include <cjson/cJSON.h>\n#include <sqlite3.h>\n"},
    {"engine/base/a.c", "#include <gsl/gsl_cdf.h>\n", "no place in engine"},
    {"engine/measure/a.c", "#include <igraph/igraph.h>\n", "no place in engine"},
    {"engine/race/a.c", "#include <boost/graph.hpp>\n", "no place in engine"},
    {"engine/base/a.c", 'x;\ny; fprintf (stderr, "no");\n', ":2: fprintf()"},
    {"engine/report/a.c", 'printf("no");\n', "printf()"},
    {"engine/race/a.c", 'if (bad) exit(3);\n', "exit()"},
    {"engine/race/a.c", "abort();\n", "abort()"},
    {"engine/script/a.c", 'system("no");\n', "system()"},
    {"engine/base/a.c", 'snprintf(text, 9, "exit(1) \\" printf(");\nrace_exit(1);\nvsnprintf(a, 1, f, v);\n'},
    {"engine/base/a.c", "/* printf(x) */ int a = '\"'; // abort();\nint exit_status;\n"},
    {"engine/cli/a.c", 'printf("yes");\nexit(2);\n'},
    {"engine/race/a.c", "double y = exp(x);\n", "exp()"},
    {"engine/measure/a.c", "double y = log1p(x);\n", "log1p()"},
    {"engine/race/a.c", "double y = exact_exp(x) + sqrt(x) + floor(x);\n"},
    {"engine/report/a.c", "double y = log10(x);\n"},
}

local function selftest()
    local wrong = 0
    for number, plant in ipairs(PLANTED) do
        local path, text, expected = table.unpack(plant, 1, 3)
        local found = table.concat(check_file(path, text), "\n")
        local good = expected and found:find(expected, 1, true) or not expected and found == ""
        if not good then
            wrong = wrong + 1
            print(("plant %d in %s: expected '%s', got '%s'"):format(number, path, expected or "no fault", found))
        end
    end
    print(("%d planted texts, %d judged wrongly"):format(#PLANTED, wrong))
    return wrong == 0
end

if not arg[1] then
    io.stderr:write("usage: check_layers.lua FOLDER | --selftest\n")
    os.exit(2)
end
os.exit(arg[1] == "--selftest" and selftest() or arg[1] ~= "--selftest" and check_tree(arg[1]))
