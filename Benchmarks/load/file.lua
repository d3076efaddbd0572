-- wrk script: files requests through Open311, each at another place and with words of its own.
-- Arguments after --: service code, API key, seed.
local code, key, thread_count = nil, nil, 0

function setup(thread)
    thread:set("number", thread_count)
    thread_count = thread_count + 1
end

function init(args)
    code, key = args[1], args[2]
    math.randomseed(tonumber(args[3]) + number)
end

function request()
    local form = string.format(
        "jurisdiction_id=larkhaven&api_key=%s&service_code=%s&lat=%.5f&long=%.5f&description=Measured%%20%d%%20%d",
        key, code, 47.590 + math.random() * 0.025, -30.225 + math.random() * 0.05, number, math.random(1000000000))
    return wrk.format("POST", "/open311/v2/requests.json", { ["Content-Type"] = "application/x-www-form-urlencoded" }, form)
end

local refused = 0
function response(status, headers, body)
    if status ~= 200 and status ~= 201 then
        refused = refused + 1
        if refused == 1 then io.stderr:write("refused with " .. status .. ": " .. string.sub(body, 1, 200) .. "\n") end
    end
end
