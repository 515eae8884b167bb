-- What the files of the vocabulary share: the list of statements of the scenario that is being read.

local values = { declared = {} }

-- Remembers a statement, in the order in which statements are finished. Nested ones come before their parent.
function values.collect(statement)
  values.declared[#values.declared + 1] = statement
  return statement
end

return values
