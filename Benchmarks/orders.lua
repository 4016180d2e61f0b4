-- Purchases, each a new order of a new customer.
-- Arguments: a key; what all order numbers of this run begin with; a file with a touch on each line, as JSON members.

local head = ""
local touches = {}
local prefix = ""
local number = 0

local threads = 0
function setup(thread)
    thread:set("thread_number", threads)
    threads = threads + 1
end

function init(arguments)
    head = "POST /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nAuthorization: Bearer "
        .. arguments[1] .. "\r\nContent-Length: "
    prefix = arguments[2] .. "-" .. thread_number .. "-"
    for touch in io.lines(arguments[3]) do
        touches[#touches + 1] = touch
    end
end

function request()
    number = number + 1
    local order = prefix .. number
    local body = '{"type":"purchase","order_id":"' .. order .. '","state":"paid","amount":129900,"currency":"INR",'
        .. '"customer":{"id":"c-' .. order .. '"},' .. touches[number % #touches + 1] .. '}'
    return head .. #body .. "\r\n\r\n" .. body
end
