-- SPDX-License-Identifier: Apache-2.0
-- HAProxy (2.5 and later) sends a copy of each request to shadowdiff proxy --receive. Each goes in a task of
-- its own, so that no client waits for it. docs/receiver.md shows the configuration around it.
local receiver = os.getenv("SHADOWDIFF_RECEIVER") or "http://127.0.0.1:8081"
local timeout_ms = 2000
local under_way, under_way_max = 0, 256

-- These concern one connection only: the copy gets its own.
local own = { ["connection"] = true, ["content-length"] = true, ["transfer-encoding"] = true, ["expect"] = true }

local function fields_of(txn)
  local fields = {}
  for name, values in pairs(txn.http:req_get_headers()) do
    if not own[name] then
      fields[name] = {}
      for i = 0, #values do
        fields[name][i + 1] = values[i]
      end
    end
  end
  return fields
end

-- HAProxy's client knows no other methods.
local methods = { GET = "get", HEAD = "head", POST = "post", PUT = "put", DELETE = "delete" }

-- txn.copy tells the log what became of it: sent, method, body (longer than HAProxy buffers), or busy.
core.register_action("copy_to_shadowdiff", { "http-req" }, function(txn)
  local method = methods[txn.sf:method()]
  local body = txn.sf:req_body()
  if not method then return txn:set_var("txn.copy", "method") end
  if (txn.f:req_body_size() or 0) > #body then return txn:set_var("txn.copy", "body") end
  if under_way >= under_way_max then return txn:set_var("txn.copy", "busy") end
  local copy = { url = receiver .. txn.sf:pathq(), headers = fields_of(txn), timeout = timeout_ms }
  if #body > 0 then copy.body = body end
  under_way = under_way + 1
  txn:set_var("txn.copy", "sent")
  core.register_task(function()
    local client = core.httpclient()
    pcall(client[method], client, copy)
    under_way = under_way - 1
  end)
end)
