-- What pkg-lua-script(5) gives a script, below the root in the first argument, for a package of the
-- prefix in the second; then the script on the standard input is run.
local root, prefix = arg[1], arg[2]
local open, remove, execute = io.open, os.remove, os.execute

local function quoted(text) return "'" .. text:gsub("'", "'\\''") .. "'" end

pkg = {}

function pkg.prefixed_path(path)
  if path:sub(1, 1) == "/" then return path end
  return prefix .. "/" .. path
end

function pkg.print_msg(text) print(text) end

function pkg.stat(path)
  if not execute("test -e " .. quoted(root .. path)) then return nil end
  return {}
end

function pkg.copy(from, to)
  return execute("cp -p " .. quoted(root .. from) .. " " .. quoted(root .. to)) and 0 or -1
end

function pkg.filecmp(one, other)
  local _, _, status = execute("cmp -s " .. quoted(root .. one) .. " " .. quoted(root .. other))
  return status
end

io.open = function(path, mode) return open(root .. path, mode) end
os.remove = function(path) return remove(root .. path) end
os.execute = nil

assert(load(io.read("a")))()
