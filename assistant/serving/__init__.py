"""The same answers for programs: OpenAI's chat protocol, answer rows, the register and MCP, over HTTP and in a pipe.

`application` puts it together; a request goes through `door` (who may ask, how much, how often), becomes one of
`requests`, is carried out by `service` in a thread of `threads`, and what goes wrong is told by `problems`.
"""
