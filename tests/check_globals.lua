-- Refuses mutable globals in compiled rooms: a symbol that lives in a section the program can write to, or that
-- each thread has its own of. Tables of constant pointers (.data.rel.ro) are constant once loaded, so they pass.
--
--   lua5.4 tests/check_globals.lua LIBRARY…      prints each fault as library: object: symbol
--   lua5.4 tests/check_globals.lua --selftest CC shows, with the compiler CC, that planted globals are refused

local function is_mutable(section)
    if section:find("^%.data%.rel%.ro") then return false end
    return section:find("^%.data") or section:find("^%.bss") or section:find("^%.tdata")
        or section:find("^%.tbss") or section:find("COM", 1, true)
end

-- The mutable symbols of one object or library, as "object: symbol (section)".
local function mutable_symbols(path)
    local found, object = {}, path:match("[^/]*$")
    local listing = assert(io.popen(("LC_ALL=C nm --format=sysv --defined-only '%s'"):format(path)))
    for line in listing:lines() do
        object = line:match("^Symbols from .*%[(.-)%]:") or object
        local name, section = line:match("^([^|]-)%s*|.*|%s*([^|]-)%s*$")
        if name and is_mutable(section) then
            found[#found + 1] = ("%s: %s (%s)"):format(object, name, section)
        end
    end
    assert(listing:close(), "nm cannot read " .. path)
    return found
end

local function check(libraries)
    local faults = 0
    for _, path in ipairs(libraries) do
        for _, fault in ipairs(mutable_symbols(path)) do
            faults = faults + 1
            print(("%s: %s is a mutable global; hand the state down instead"):format(path:match("[^/]*$"), fault))
        end
    end
    print(("%d libraries, %d mutable globals"):format(#libraries, faults))
    return #libraries > 0 and faults == 0
end

-- {C text, the symbol that must be refused, or nil where none must}
local PLANTED = {
    {"int counter = 3;", "counter"},
    {"int table_of_zeros[4];", "table_of_zeros"},
    {"static int hidden; int f(void) { return ++hidden; }", "hidden"},
    {"int f(void) { static int calls; return ++calls; }", "calls"},
    {"static const char *names[] = {\"a\", \"b\"}; const char **f(void) { return names; }", "names"},
    {"_Thread_local int per_thread; _Thread_local int per_thread_set = 2;", "per_thread"},
    {"const int fixed = 3; static const char *const names[] = {\"a\", \"b\"};"
        .. "const char *const *f(void) { return names; } int g(int x) { return x + fixed; }"},
}

local function selftest(compiler)
    local wrong, object = 0, os.tmpname()
    for number, plant in ipairs(PLANTED) do
        local pipe = assert(io.popen(("'%s' -O2 -fPIC -x c -c -o '%s' -"):format(compiler, object), "w"))
        pipe:write(plant[1], "\n")
        assert(pipe:close(), "the planted text does not compile")
        local found = table.concat(mutable_symbols(object), "\n")
        local good = plant[2] and found:find(": " .. plant[2], 1, true) or not plant[2] and found == ""
        if not good then
            wrong = wrong + 1
            print(("plant %d: expected '%s', got '%s'"):format(number, plant[2] or "no fault", found))
        end
    end
    os.remove(object)
    print(("%d planted texts, %d judged wrongly"):format(#PLANTED, wrong))
    return wrong == 0
end

if not arg[1] then
    io.stderr:write("usage: check_globals.lua LIBRARY… | --selftest CC\n")
    os.exit(2)
end
if arg[1] == "--selftest" then os.exit(selftest(arg[2])) end
os.exit(check(arg))
