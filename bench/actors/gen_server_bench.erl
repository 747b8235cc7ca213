%% Erlang's gen_server under the same four workloads; prints one line: workload, messages, CPU milliseconds.
-module(gen_server_bench).
-behaviour(gen_server).
-export([main/1, init/1, handle_call/3, handle_cast/2]).

init(State) -> {ok, State}.

handle_call(I, _From, State) -> {reply, I, State}.

handle_cast({go, Sink, Share}, State) ->
    [gen_server:cast(Sink, I) || I <- lists:seq(1, Share)],
    {noreply, State};
handle_cast({next, Pid}, {ring, Main, _}) -> {noreply, {ring, Main, Pid}};
handle_cast({hops, 1}, {ring, Main, _} = State) -> Main ! done, {noreply, State};
handle_cast({hops, N}, {ring, _, Next} = State) -> gen_server:cast(Next, {hops, N - 1}), {noreply, State};
handle_cast({from, Main, Count}, _) -> {noreply, {Main, Count}};
handle_cast(_, {Main, 1}) -> Main ! done, {noreply, {Main, 0}};
handle_cast(_, {Main, Count}) -> {noreply, {Main, Count - 1}}.

new(State) -> {ok, Pid} = gen_server:start_link(?MODULE, State, []), Pid.

wait(0) -> ok;
wait(N) -> receive done -> wait(N - 1) end.

batches(0, _, _) -> ok;
batches(N, Sink, Send) ->
    gen_server:cast(Sink, {from, self(), 1000}),
    Send(),
    wait(1),
    batches(N - 1, Sink, Send).

measure(Name, N, Work) ->
    Work(N div 10),
    Rounds = [begin
        {T0, _} = statistics(runtime),
        Work(N),
        {T1, _} = statistics(runtime),
        T1 - T0
    end || _ <- lists:seq(1, 5)],
    io:format("~s ~p ~p~n", [Name, N, max(1, lists:nth(3, lists:sort(Rounds)))]).

main([Size]) ->
    N = list_to_integer(Size),
    Sink = new({self(), 0}),
    measure("tell", N, fun(K) ->
        batches(K div 1000, Sink, fun() -> [gen_server:cast(Sink, I) || I <- lists:seq(1, 1000)] end)
    end),
    measure("ask", N, fun(K) -> [gen_server:call(Sink, I) || I <- lists:seq(1, K)] end),
    Senders = [new(idle) || _ <- lists:seq(1, 100)],
    measure("fanin", N, fun(K) ->
        batches(K div 1000, Sink, fun() -> [gen_server:cast(S, {go, Sink, 10}) || S <- Senders] end)
    end),
    Ring = [new({ring, self(), none}) || _ <- lists:seq(1, 100)],
    [gen_server:cast(A, {next, B}) || {A, B} <- lists:zip(Ring, tl(Ring) ++ [hd(Ring)])],
    measure("ring", N, fun(K) ->
        [gen_server:cast(lists:nth(1 + T * 10, Ring), {hops, K div 10}) || T <- lists:seq(0, 9)],
        wait(10)
    end),
    halt(0).
