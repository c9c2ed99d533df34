"""Profitability KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import profitability as f
from xl_kpi.language import Text

KPIS = (
    Kpi(
        function=f.roi,
        title=Text("Retour sur investissement marketing (ROI)", "Marketing return on investment (ROI)"),
        help=Text(
            "Ce que l’action a rapporté au-delà de son coût, par unité de coût. Calculé sur le chiffre d’affaires : "
            "voir KPI_ROMI pour la marge.",
            "What came back beyond the cost, per unit of cost. Computed on revenue: see KPI_ROMI for margin.",
        ),
        arguments={
            "gain": Text("Chiffre d’affaires obtenu", "Revenue obtained"),
            "cost": Text("Coût de l’action", "Cost of the action"),
        },
        native="({gain}-{cost})/{cost}",
        better="higher",
        examples=(
            Example(arguments=(300000, 12000), result=24.0, source="anduro.com, ROI and ROMI"),
            Example(arguments=(300, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ROMI", "KPI_ROAS"),
    ),
    Kpi(
        function=f.romi,
        title=Text("Retour sur investissement marketing sur marge (ROMI)", "Return on marketing investment (ROMI)"),
        help=Text(
            "Marge gagnée grâce au marketing au-delà de son coût, par unité de coût. La marge est obligatoire : sans "
            "elle, le résultat flatte.",
            "Margin earned through marketing beyond its cost, per unit of cost. The margin is required: without it "
            "the result flatters.",
        ),
        arguments={
            "incremental_revenue": Text(
                "Chiffre d’affaires gagné grâce au marketing", "Revenue earned through marketing"
            ),
            "gross_margin": Text("Taux de marge, de -1 à 1 (0,6 pour 60 %)", "Margin rate, -1 to 1 (0.6 is 60%)"),
            "cost": Text("Coût marketing", "Marketing cost"),
        },
        native="({incremental_revenue}*{gross_margin}-{cost})/{cost}",
        better="higher",
        examples=(
            Example(
                arguments=(50000, 0.6, 10000),
                result=2.0,
                source="calculatorlib.com, return on marketing investment calculator",
            ),
            Example(arguments=(50000, 40, 10000), result=ExcelError.NUM),
        ),
        definition_source="Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics",
        see_also=("KPI_ROI", "KPI_ROAS"),
    ),
    Kpi(
        function=f.roas,
        title=Text("Retour sur les dépenses publicitaires (ROAS)", "Return on ad spend (ROAS)"),
        help=Text(
            "Chiffre d’affaires attribué aux annonces par unité dépensée : 10 signifie 10 gagnés pour 1 dépensé.",
            "Revenue attributed to ads per unit spent: 10 means 10 earned for 1 spent.",
        ),
        arguments={
            "revenue": Text("Chiffre d’affaires attribué aux annonces", "Revenue attributed to ads"),
            "ad_spend": Text("Dépenses publicitaires, même devise", "Ad spend, same currency"),
        },
        native="{revenue}/{ad_spend}",
        better="higher",
        examples=(
            Example(arguments=(2000, 1000), result=2.0, source="blog.keywordio.com, setting ROAS targets"),
            Example(arguments=(10, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_MER", "KPI_ROMI"),
    ),
    Kpi(
        function=f.mer,
        title=Text("Ratio d’efficacité marketing (MER)", "Marketing efficiency ratio (MER)"),
        help=Text(
            "Tout le chiffre d’affaires par unité de coût marketing, sans attribution (ROAS global).",
            "All revenue per unit of marketing cost, without attribution (blended ROAS).",
        ),
        arguments={
            "total_revenue": Text("Chiffre d’affaires total", "Total revenue"),
            "total_marketing_cost": Text("Coût marketing total", "Total marketing cost"),
        },
        native="{total_revenue}/{total_marketing_cost}",
        better="higher",
        examples=(
            Example(arguments=(20000, 8000), result=2.5, source="tme.net, marketing efficiency ratio"),
            Example(arguments=(20000, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ROAS",),
    ),
    Kpi(
        function=f.ltv,
        title=Text("Valeur à vie du client (LTV)", "Customer lifetime value (LTV)"),
        help=Text(
            "Ce qu’un client rapporte au total. Sans taux de marge, c’est du chiffre d’affaires, pas du profit.",
            "What one customer brings in all. Without a margin it is revenue, not profit.",
        ),
        arguments={
            "order_value": Text("Panier moyen", "Average order value"),
            "orders_per_year": Text("Commandes par an et par client", "Orders per customer and year"),
            "years": Text("Durée de la relation, en années", "Length of the relation, in years"),
            "gross_margin": Text("Taux de marge, de 0 à 1 ; 1 si omis", "Margin rate, 0 to 1; 1 if left out"),
        },
        native="{order_value}*{orders_per_year}*{years}*{gross_margin}",
        better="higher",
        examples=(
            Example(
                arguments=(24.3, 52, 20),
                result=25272.0,
                source="Kissmetrics, Starbucks customer lifetime value (simple)",
            ),
            Example(arguments=(45, 3, 4, 0.5), result=270.0),
            Example(arguments=(45, 3, 4, 50), result=ExcelError.NUM),
        ),
        see_also=("KPI_LTV_CAC", "KPI_CAC"),
    ),
    Kpi(
        function=f.ltv_cac,
        title=Text("Ratio LTV/CAC", "LTV to CAC ratio"),
        help=Text(
            "Valeur à vie d’un client pour une unité de coût d’acquisition. En dessous de 1, un client coûte plus "
            "qu’il ne rapporte.",
            "Lifetime value of a customer per unit of acquisition cost. Below 1 a customer costs more than it brings.",
        ),
        arguments={
            "ltv": Text("Valeur à vie (KPI_LTV)", "Lifetime value (KPI_LTV)"),
            "cac": Text("Coût d’acquisition (KPI_CAC)", "Acquisition cost (KPI_CAC)"),
        },
        native="{ltv}/{cac}",
        better="higher",
        examples=(
            Example(arguments=(2500, 500), result=5.0, source="showmath.com, LTV/CAC ratio and payback"),
            Example(arguments=(2500, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LTV", "KPI_CAC"),
    ),
    Kpi(
        function=f.roi_organic,
        title=Text("ROI corrigé de la croissance organique", "ROI net of organic growth"),
        help=Text(
            "Retour sur investissement calculé sur la seule croissance due à l’action : la croissance qui serait venue "
            "sans elle est retirée.",
            "Return on investment on the growth that the action caused: the growth that would have come anyway is "
            "taken off.",
        ),
        arguments={
            "sales_growth": Text("Hausse du chiffre d’affaires, en montant", "Growth of sales, as an amount"),
            "organic_growth": Text(
                "Hausse attendue sans l’action (tendance passée), en montant",
                "Growth expected without the action (past trend), as an amount",
            ),
            "cost": Text("Coût de l’action", "Cost of the action"),
        },
        native="({sales_growth}-{organic_growth}-{cost})/{cost}",
        better="higher",
        examples=(
            Example(arguments=(15000, 3000, 8000), result=0.5),
            Example(arguments=(15000, 9000, 8000), result=-0.25),
            Example(arguments=(15000, 3000, 0), result=ExcelError.DIV0),
        ),
        definition_source="Investopedia, Calculating the return on investment of a marketing campaign",
        see_also=("KPI_ROI", "KPI_ROMI"),
    ),
    Kpi(
        function=f.roas_breakeven,
        title=Text("ROAS au point mort", "Break-even ROAS"),
        help=Text(
            "ROAS à partir duquel la marge gagnée paie la publicité. En dessous, chaque vente coûte plus qu’elle ne "
            "rapporte.",
            "ROAS from which the margin earned pays for the ads. Below it each sale costs more than it brings.",
        ),
        arguments={
            "gross_margin": Text("Taux de marge, de 0 à 1 (0,4 pour 40 %)", "Margin rate, 0 to 1 (0.4 is 40%)"),
        },
        native="1/{gross_margin}",
        better="context",
        examples=(
            Example(arguments=(0.25,), result=4.0, source="numberconvert.com, Break-even ad spend calculator"),
            Example(arguments=(40,), result=ExcelError.NUM),
            Example(arguments=(0,), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ROAS", "KPI_ROMI"),
    ),
    Kpi(
        function=f.amer,
        title=Text("MER d’acquisition (aMER)", "Acquisition MER (aMER)"),
        help=Text(
            "Chiffre d’affaires des nouveaux clients par unité de coût marketing. Le MER compte aussi les clients "
            "existants.",
            "Revenue of new customers per unit of marketing cost. The MER counts existing customers too.",
        ),
        arguments={
            "new_customer_revenue": Text("Chiffre d’affaires des nouveaux clients", "Revenue of new customers"),
            "total_marketing_cost": Text("Coût marketing total", "Total marketing cost"),
        },
        native="{new_customer_revenue}/{total_marketing_cost}",
        better="higher",
        examples=(
            Example(
                arguments=(50000, 10000),
                result=5.0,
                source="blog.growpilot.bot, Customer acquisition efficiency ratio",
            ),
            Example(arguments=(50000, 0), result=ExcelError.DIV0),
        ),
        definition_source="tme.net, marketing efficiency ratio: new customer revenue / total ad spend",
        see_also=("KPI_MER", "KPI_CAC"),
    ),
    Kpi(
        function=f.ltv_churn,
        title=Text("Valeur à vie par l’attrition", "Lifetime value from churn"),
        help=Text(
            "Valeur à vie d’un abonné : marge par période divisée par le taux d’attrition de la même période.",
            "Lifetime value of a subscriber: margin per period over the churn rate of the same period.",
        ),
        arguments={
            "revenue_per_period": Text("Revenu moyen par client et par période", "Revenue per customer and period"),
            "gross_margin": Text("Taux de marge, de 0 à 1", "Margin rate, 0 to 1"),
            "churn": Text(
                "Taux d’attrition de la période, de 0 à 1 (KPI_CHURN)", "Churn rate of the period, 0 to 1 (KPI_CHURN)"
            ),
        },
        native="{revenue_per_period}*{gross_margin}/{churn}",
        better="higher",
        examples=(
            Example(
                arguments=(100, 0.8, 0.05), result=1600.0, source="calculatorlib.com, SaaS lifetime value calculator"
            ),
            Example(arguments=(100, 0.8, 0), result=ExcelError.DIV0),
            Example(arguments=(100, 0.8, 5), result=ExcelError.NUM),
        ),
        see_also=("KPI_LTV", "KPI_CLV", "KPI_CHURN"),
    ),
    Kpi(
        function=f.clv,
        title=Text("Valeur à vie actualisée (CLV)", "Discounted lifetime value (CLV)"),
        help=Text(
            "Valeur actuelle des marges à venir d’un client, à taux de rétention constant. La première marge vient "
            "dans une période, ou tout de suite si first_payment_now vaut VRAI.",
            "Present value of a customer’s margins to come, at a constant retention rate. The first margin comes after "
            "one period, or at once if first_payment_now is TRUE.",
        ),
        arguments={
            "margin_per_period": Text("Marge par client et par période", "Margin per customer and period"),
            "retention": Text("Taux de rétention par période, de 0 à 1", "Retention rate per period, 0 to 1"),
            "discount": Text(
                "Taux d’actualisation de la même période (0,1 pour 10 %)",
                "Discount rate of the same period (0.1 is 10%)",
            ),
            "first_payment_now": Text(
                "VRAI si la première marge est encaissée aujourd’hui ; FAUX si omis",
                "TRUE if the first margin is paid today; FALSE if left out",
            ),
        },
        native="{margin_per_period}*IF({first_payment_now},1+{discount},{retention})/(1+{discount}-{retention})",
        better="higher",
        examples=(
            Example(
                arguments=(5382.94, 0.75, 0.1),
                result=11535.0,
                tolerance=5e-5,
                source="Kissmetrics, Starbucks customer lifetime value (traditional)",
            ),
            Example(
                arguments=(18.95, 0.788, 0.01),
                result=67.2639,
                tolerance=2e-6,
                source="jiskha.com, question 1327778623 (Net-4-You)",
            ),
            Example(arguments=(100, 0.8, 0, True), result=500.0),
            Example(arguments=(100, 1, 0), result=ExcelError.DIV0),
            Example(arguments=(100, 80, 0.1), result=ExcelError.NUM),
        ),
        definition_source="Gupta and Lehmann, Customers as Assets (2003)",
        see_also=("KPI_LTV", "KPI_LTV_CHURN", "KPI_RETENTION"),
    ),
    Kpi(
        function=f.cac_payback,
        title=Text("Délai de récupération du CAC", "CAC payback"),
        help=Text(
            "Nombre de mois pour que la marge d’un client rembourse son coût d’acquisition.",
            "Months until a customer’s margin has repaid the cost of acquiring it.",
        ),
        arguments={
            "cac": Text("Coût d’acquisition (KPI_CAC)", "Acquisition cost (KPI_CAC)"),
            "monthly_revenue": Text("Revenu mensuel par client", "Monthly revenue per customer"),
            "gross_margin": Text("Taux de marge, de 0 à 1", "Margin rate, 0 to 1"),
        },
        native="{cac}/({monthly_revenue}*{gross_margin})",
        better="lower",
        examples=(
            Example(arguments=(1000, 100, 0.8), result=12.5, source="showmath.com, LTV/CAC ratio and payback"),
            Example(arguments=(1000, 0, 0.8), result=ExcelError.DIV0),
            Example(arguments=(1000, 100, 80), result=ExcelError.NUM),
        ),
        see_also=("KPI_CAC", "KPI_LTV_CAC"),
    ),
)
