-- Clicks in a given order. All requests are made before wrk's clock starts, so that one costs it next to nothing.
-- Argument: a file of clicks, each a path, a space and a user agent.

local requests = {}
local count = 0
local last = 0

local threads = 0
function setup(thread)
    thread:set("thread_number", threads)
    threads = threads + 1
end

function init(arguments)
    for click in io.lines(arguments[1]) do
        local path, agent = click:match("^(%S+) (.+)$")
        count = count + 1
        requests[count] = "GET " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: " .. agent .. "\r\n\r\n"
    end
    -- Each of wrk's threads begins elsewhere.
    last = thread_number * 10007 % count
end

function request()
    last = last % count + 1
    return requests[last]
end
