-- What the files of the vocabulary share: the list of statements of the scenario that is being read, and how one
-- list of fields is laid over another.

local values = { declared = {} }

-- Remembers a statement, in the order in which statements are finished. Nested ones come before their parent.
function values.collect(statement)
  values.declared[#values.declared + 1] = statement
  return statement
end

-- `more` over `fields`; entries without a name (assets, organisations) are put behind.
function values.join(fields, more)
  local whole = {}
  for key, value in pairs(fields) do whole[key] = value end
  for key, value in pairs(more or {}) do
    if math.type(key) == "integer" then key = #fields + key end
    whole[key] = value
  end
  return whole
end

return values
